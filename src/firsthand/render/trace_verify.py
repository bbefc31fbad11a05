"""Owns the check of a case file against one's own copies: what differs, what cannot be checked. It trusts nothing.

The file may come from anybody: no path in it is followed, nothing is unpacked to a disk, and sizes are bounded before
and while reading. That a file agrees with its own manifest shows only that it was not damaged: whoever made it made
both. What counts is the comparison with copies that were had from elsewhere.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, Literal

from rich.console import Console
from rich.text import Text

from firsthand.ledger.decisions import Decision
from firsthand.model import digest
from firsthand.model.wire import SCHEMA
from firsthand.render.basis import some
from firsthand.render.case import MANIFEST, NAMES, TRACE, decision_record, text_digest
from firsthand.render.exports.withheld import Copies
from firsthand.render.plain import line, shortened
from firsthand.render.questions import hang, heading, text

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of a case file, and of all that is in it when unpacked."""
MOST_ENTRIES = 16
_ENTRY = b"PK\x01\x02"
_GAPS = re.compile(r"[\s…]+")
_MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)

Kind = Literal["differs", "cannot be checked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that differs or that could not be checked: `where` in the case, and `what` in words."""

    kind: Kind
    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of it: how many things agree, and the rest, what differs first."""

    agree: int
    findings: tuple[Finding, ...]

    @property
    def differs(self) -> bool:
        """True where something differs."""
        return any(f.kind == "differs" for f in self.findings)


@dataclass(slots=True)
class _Checks:
    agree: int = 0
    findings: list[Finding] | None = None

    def same(self, holds: bool, where: str, what: str) -> None:
        if holds:
            self.agree += 1
        else:
            self.note("differs", where, what)

    def note(self, kind: Kind, where: str, what: str) -> None:
        self.findings = [*(self.findings or ()), Finding(kind=kind, where=shortened(line(where), 200), what=what)]


def verify(data: bytes, copies: Copies, decisions: Mapping[str, Decision] | None = None) -> Verified:
    """Checks a case file: its files against its manifest, its manifest against `copies`. Never raises for bad bytes.

    `decisions` are a ledger's by their ids, to check those of the case against; None where there is no ledger.
    """
    checks = _Checks()
    files = _unpacked(data, checks)
    if files is not None:
        try:
            _check(files, copies, checks)
            _decided(json.loads(files[MANIFEST]), decisions, checks)
        except _MALFORMED as error:
            checks.note("differs", MANIFEST, f"it is not as firsthand case writes it ({type(error).__name__})")
    found = sorted(checks.findings or (), key=lambda f: f.kind != "differs")
    return Verified(agree=checks.agree, findings=tuple(found))


def needed(data: bytes) -> set[str]:
    """The digests of texts, titles and captures that `verify` asks for, so that copies can be looked for once."""
    files = _unpacked(data, _Checks())
    try:
        articles = json.loads((files or {})[MANIFEST])["articles"]
        asked = [(a["text_sha256"], a["title_sha256"], *(c["sha256"] for c in a["captures"])) for a in articles]
    except _MALFORMED:
        return set()
    return {d for row in asked for d in row if isinstance(d, str)}


def verified_text(found: Verified, *, width: int = 100, colour: bool = False) -> str:
    """What came of it, for a terminal of `width` columns."""

    def build(con: Console) -> Iterator[Text]:
        differ = [f for f in found.findings if f.kind == "differs"]
        rest = [f for f in found.findings if f.kind != "differs"]
        told = f"{some(found.agree, 'thing agrees', 'things agree')}, {len(differ)} differ, "
        told += f"{len(rest)} could not be checked"
        yield from heading(con, "CASE FILE", told)
        for name, some_of in (("DIFFERS", differ), ("COULD NOT BE CHECKED", rest)):
            if some_of:
                yield Text()
                yield Text(name, "bold")
            for one in some_of:
                yield from hang(con, Text(f"{one.where}: ", "bold").append(one.what), 2, 4)
        yield Text()
        yield from hang(
            con, Text("That it agrees shows that nothing was altered; it does not show who made it.", "dim"), 0, 0
        )

    return text(width, colour, build)


# The zip


def _unpacked(data: bytes, checks: _Checks) -> dict[str, bytes] | None:
    """The files of the zip by name; None where it is none, or too large, or holds what it should not."""
    where = "the file"
    if len(data) > MOST_BYTES:
        checks.note("differs", where, f"it has {len(data)} bytes; a case file has at most {MOST_BYTES}")
        return None
    if data.count(_ENTRY) > MOST_ENTRIES:
        checks.note("differs", where, f"it holds more than {MOST_ENTRIES} files; a case has {len(NAMES)}")
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return _read(packed, checks)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        checks.note("differs", where, f"it cannot be read as a zip file ({type(error).__name__})")
        return None


def _read(packed: zipfile.ZipFile, checks: _Checks) -> dict[str, bytes] | None:
    names = [info.filename for info in packed.infolist()]
    for name in sorted(set(names) - set(NAMES)):
        checks.note("differs", name, f"no case has a file of that name; it has {', '.join(NAMES)}")
    for name in NAMES:
        if names.count(name) != 1:
            checks.note("differs", name, "it is missing" if name not in names else "it is there more than once")
    if sorted(names) != sorted(NAMES):
        return None
    left, files = MOST_BYTES, {}
    for info in packed.infolist():
        with packed.open(info) as file:
            content = file.read(left + 1)  # whatever size the directory claims
        if len(content) > left:
            checks.note("differs", info.filename, f"unpacked, the files have more than {MOST_BYTES} bytes")
            return None
        left -= len(content)
        files[info.filename] = content
    return files


# What it says


def _check(files: Mapping[str, bytes], copies: Copies, checks: _Checks) -> None:
    manifest: Mapping[str, Any] = json.loads(files[MANIFEST])
    checks.same(manifest["schema"] == SCHEMA, MANIFEST, f"its schema is not {SCHEMA}")
    listed = manifest["files"]
    for name in NAMES:
        if name != MANIFEST:
            told = listed[name]
            agrees = told["sha256"] == sha256(files[name]).hexdigest() and told["bytes"] == len(files[name])
            checks.same(agrees, name, "it is not the file that the manifest tells of: the digests differ")
    checks.same(set(listed) == set(NAMES) - {MANIFEST}, MANIFEST, "it lists other files than a case has")
    texts = _texts(manifest["articles"], copies, checks)
    for one in manifest.get("missing", ()):
        checks.note("cannot be checked", f"article {one['key']}", "it was not held when the case was made")
    for report in manifest["reports"]:
        _places(report, texts, f"report {report['unit']}", checks)
    for edge in manifest["edges"]:
        for passage in edge["passages"]:
            _places(passage, texts, f"derivation {edge['earlier']} → {edge['later']}", checks)
    _trace(json.loads(files[TRACE]), manifest, texts, checks)


def _decided(manifest: Mapping[str, Any], held: Mapping[str, Decision] | None, checks: _Checks) -> None:
    for told in manifest["decisions"]:
        where = f"decision {told['id']}"
        found = None if held is None else held.get(told["id"])
        if found is None:
            checks.note("cannot be checked", where, "no decision with this id is at hand")
            continue
        own = json.loads(json.dumps(decision_record(found, with_text=manifest["case"]["with_text"])))
        checks.same(own == told, where, "the ledger has it otherwise: who, when, why, or what was decided differs")
        checks.same(found.undone_by is None, where, f"it was undone since, by decision {found.undone_by}")


Texts = Mapping[tuple[str, str], str]


def _texts(articles: Sequence[Mapping[str, Any]], copies: Copies, checks: _Checks) -> Texts:
    """Texts and titles that there are copies of, by article id and field."""
    found: dict[tuple[str, str], str] = {}
    for a in articles:
        where = f"article {a['key']}"
        for field, told, look in (("text", a["text_sha256"], copies.text), ("title", a["title_sha256"], copies.title)):
            if told is None:
                continue
            copy = look(str(told))
            if copy is None:
                checks.note(
                    "cannot be checked", where, f"there is no copy of its {field} with the digest {str(told)[:16]}…"
                )
            else:
                checks.same(text_digest(copy) == told, where, f"the {field} that was found has another digest")
                found[str(a["id"]), field] = copy
        if (a["id"], "text") in found:
            id = digest(found[a["id"], "text"], a["outlet"], a["url"], a["published"], a["key"])
            checks.same(id == a["id"], where, "outlet, address, date or key are not those of the article with this id")
        for capture in a["captures"]:
            _capture(capture, where, copies, checks)
    return found


def _capture(capture: Mapping[str, Any], where: str, copies: Copies, checks: _Checks) -> None:
    body = copies.body(str(capture["sha256"]))
    if body is None:
        checks.note("cannot be checked", where, f"the capture {str(capture['sha256'])[:16]}… is not held")
        return
    agrees = sha256(body).hexdigest() == capture["sha256"] and len(body) == capture["bytes"]
    checks.same(agrees, where, f"the capture {str(capture['sha256'])[:16]}… has other bytes")


def _places(told: Mapping[str, Any], texts: Texts, where: str, checks: _Checks) -> None:
    """The words at each place against their digests."""
    copy = texts.get((told["article"], told["field"]))
    if copy is None:
        return  # said once, of the article
    for (start, end), expected in zip(told["spans"], told["sha256"], strict=True):
        if expected is None:
            checks.note("cannot be checked", where, f"the words at [{start}, {end}) were not at hand when it was made")
            continue
        inside = type(start) is int and type(end) is int and 0 <= start < end <= len(copy)
        agrees = inside and text_digest(copy[start:end]) == expected
        checks.same(agrees, where, f"other words stand at [{start}, {end}) of the {told['field']}")


def _trace(trace: Mapping[str, Any], manifest: Mapping[str, Any], texts: Texts, checks: _Checks) -> None:
    """The JSON against the manifest, and its words against the copies."""
    claims = trace["claims"]
    agrees = [c["id"] for c in claims] == [manifest["case"]["claim"]]
    checks.same(agrees, TRACE, "it is about another claim than the manifest")
    for claim in claims[:1]:
        same = claim["independence"] == manifest["case"]["independence"]
        checks.same(same, TRACE, "its number of roots is not the one in the manifest")
        told = [_key(r, r["article_id"], r["content_spans"]) for r in claim["reports"]]
        checks.same(
            told == [_key(r, r["article"], r["spans"]) for r in manifest["reports"]],
            TRACE,
            "its reports are not those of the manifest",
        )
        for report in claim["reports"]:
            copy = texts.get((report["article_id"], report["field"]))
            if copy is not None and report["words"]:
                words = _bare(copy[s:e] for s, e in report["content_spans"])
                agrees = _bare([report["words"]]) == words
                checks.same(agrees, f"report {report['unit']}", "its words are not those at its place in the article")


def _key(report: Mapping[str, Any], article: str, spans: object) -> tuple[object, ...]:
    names = ("unit", "field", "stance", "certainty", "chain", "stated_chain", "derivation")
    return (article, spans, *(report[n] for n in names))


def _bare(words: Iterable[str]) -> str:
    """Words without white space and without the ellipses that stand for what was left out between two spans."""
    return _GAPS.sub("", "".join(words))
