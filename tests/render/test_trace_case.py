"""Case files: the same bytes each time, nothing of a text where none is wanted, and every alteration found."""

import io
import json
import zipfile
from dataclasses import replace
from hashlib import sha256

import pytest
import trace_story as story
from hypothesis import given
from hypothesis import strategies as st

from firsthand.ledger.decisions import Decision
from firsthand.ledger.show import ReadWith
from firsthand.ledger.versions import Captured
from firsthand.render import trace_verify
from firsthand.render.case import NAMES, case_files, case_zip, text_digest
from firsthand.render.trace_verify import needed, verified_text, verify

PIECES = story.pieces()
BODY = b"<html>the page as it was found</html>"
CAPTURE = Captured(
    id="1", location="/home/ann/secret.html", url="https://news.example/lantern-1", fetched_at="2031-05-04T10:00:00Z",
    seen_at="2031-05-04T10:00:00Z", media_type="text/html", sha256=sha256(BODY).hexdigest(), length=len(BODY),
    kept=True,
)  # fmt: skip
DECISION = Decision(
    id="d1", kind="claim-cut", target="x", payload={"a": "1", "words": "The Velm bridge could close"}, who="Ann",
    at="2031-06-01T00:00:00Z", why="the post wrote first",
)  # fmt: skip


HELD = {"d1": DECISION}


class Mine:
    """One's own copies."""

    def __init__(self, *keys: str) -> None:
        articles = [PIECES[story.ID[k]].reading.article for k in keys]
        self.texts = {text_digest(a.text): a.text for a in articles}
        self.titles = {text_digest(a.title): a.title for a in articles}

    def text(self, digest: str) -> str | None:
        return self.texts.get(digest)

    def title(self, digest: str) -> str | None:
        return self.titles.get(digest)

    def body(self, digest: str) -> bytes | None:
        return BODY if digest == CAPTURE.sha256 and self.texts else None


ALL = Mine(*story.TEXTS)


def files(*, with_text: bool = True, trace=story.TRACE) -> dict[str, bytes]:
    read_by = {i: ReadWith(encoder="encoder-1", version="0.1.0") for i in story.ID.values()}
    captures = {story.ID["lantern-1"]: [CAPTURE]}
    return case_files(trace, "c-bridge", PIECES, captures, [DECISION], read_by, with_text=with_text)


def packed(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in content.items():
            zipped.writestr(name, data)
    return out.getvalue()


def signed(content: dict[str, bytes]) -> bytes:
    """A zip whose manifest was made to agree with its files again, as somebody who alters one would do."""
    manifest = json.loads(content["manifest.json"])
    for name in manifest["files"]:
        manifest["files"][name] = {"sha256": sha256(content[name]).hexdigest(), "bytes": len(content[name])}
    return packed(content | {"manifest.json": json.dumps(manifest).encode()})


def test_it_is_whole_and_the_same_each_time() -> None:
    made = files()
    assert sorted(made) == sorted(NAMES)
    assert case_zip(made) == case_zip(files())
    assert case_zip(dict(reversed(made.items()))) == case_zip(made)
    with zipfile.ZipFile(io.BytesIO(case_zip(made))) as zipped:
        assert zipped.testzip() is None
    manifest = json.loads(made["manifest.json"])
    article = next(a for a in manifest["articles"] if a["key"] == "lantern-1")
    assert article["read_by"] == {"encoder": "encoder-1", "version": "0.1.0"}
    assert article["captures"][0]["sha256"] == CAPTURE.sha256
    assert b"secret.html" not in b"".join(made.values())
    assert manifest["decisions"][0]["who"] == "Ann"


@pytest.mark.parametrize("with_text", [True, False])
def test_it_agrees_with_the_copies(with_text: bool) -> None:
    found = verify(case_zip(files(with_text=with_text)), ALL, HELD)
    assert found.findings == ()
    assert found.agree > 35
    assert "0 differ, 0 could not be checked" in verified_text(found)


def test_nothing_of_a_text_stays_without_text() -> None:
    told = b"\n".join(files(with_text=False).values()).decode()
    for key, (_, title, text, _) in story.TEXTS.items():
        words = text if key != "herald-1" else text.replace(story.RIIS.role, "")  # a named source's role stays
        assert not [
            text[i : i + 20]
            for i in range(len(text) - 20)
            if words.count(text[i : i + 20]) and text[i : i + 20] in told
        ]
        assert title not in told
    assert "an engineer" not in told.lower()
    assert "27 → 30" in told


def test_without_copies_it_says_what_cannot_be_checked() -> None:
    found = verify(case_zip(files()), Mine(), HELD)
    assert not found.differs
    assert len(found.findings) == 2 * len(story.TEXTS) + 1
    some = verify(case_zip(files()), Mine("lantern-1"), HELD)
    assert len(some.findings) == 2 * (len(story.TEXTS) - 1)
    assert needed(case_zip(files())) == {*ALL.texts, *ALL.titles, CAPTURE.sha256}


def altered(made: dict[str, bytes], name: str, *change) -> dict[str, bytes]:
    value = json.loads(made[name])
    *path, last, new = change
    at = value
    for step in path:
        at = at[step]
    assert at[last] != new
    at[last] = new
    return made | {name: json.dumps(value).encode()}


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("trace.json", ("claims", 0, "reports", 0, "words", "The Velm bridge will close"), "words are not those"),
        ("trace.json", ("claims", 0, "reports", 0, "stance", "denies"), "reports are not those"),
        ("trace.json", ("claims", 0, "independence", [3, 3]), "number of roots"),
        ("trace.json", ("claims", 0, "id", "c-other"), "another claim"),
        ("manifest.json", ("reports", 0, "spans", [[1, 52]]), "other words stand at [1, 52)"),
        ("manifest.json", ("reports", 0, "spans", [[1, 99999]]), "other words stand at"),
        ("manifest.json", ("articles", 0, "published", "2030-01-01"), "not those of the article with this id"),
        ("manifest.json", ("articles", 0, "captures", 0, "bytes", 3), "has other bytes"),
        ("manifest.json", ("schema", "firsthand/9"), "schema"),
        ("manifest.json", ("articles", None), "not as firsthand case writes it"),
    ],
)
def test_what_is_altered_is_found(name: str, change, told: str) -> None:
    found = verify(signed(altered(files(), name, *change)), ALL, HELD)
    assert found.differs
    assert any(told in f.what for f in found.findings)
    assert "DIFFERS" in verified_text(found)


def test_a_file_that_is_not_the_manifests_is_found() -> None:
    made = files()
    found = verify(packed(made | {"page.html": made["page.html"] + b" "}), ALL, HELD)
    assert [(f.kind, f.where) for f in found.findings] == [("differs", "page.html")]


@pytest.mark.parametrize("name", ["../evil.html", "/etc/passwd", "a/page.html", "C:\\x", "\x1b[31m"])
def test_no_other_name_is_taken(name: str) -> None:
    found = verify(packed(files() | {name: b"x"}), ALL, HELD)
    assert found.differs
    assert found.agree == 0
    assert "\x1b" not in verified_text(found)


def test_bombs_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(trace_verify, "MOST_BYTES", 300_000)
    bomb = verify(packed(files() | {"page.html": b"0" * 2_000_000}), ALL, HELD)
    assert "unpacked, the files have more" in bomb.findings[0].what
    large = verify(case_zip(files() | {"page.html": b"0" * 2_000_000}), ALL, HELD)
    assert "a case file has at most" in large.findings[0].what
    many = verify(packed({f"{i}": b"" for i in range(1000)}), ALL, HELD)
    assert "holds more than" in many.findings[0].what
    deep = verify(packed(files() | {"manifest.json": b"[" * 100_000}), ALL, HELD)
    assert deep.differs


def test_a_name_twice_and_a_name_missing() -> None:
    made = files()
    out = io.BytesIO(case_zip(made))
    with zipfile.ZipFile(out, "a") as zipped, pytest.warns(UserWarning, match="Duplicate"):
        zipped.writestr("page.html", b"other")
    assert "more than once" in verify(out.getvalue(), ALL, HELD).findings[0].what
    made.pop("page.html")
    assert "missing" in verify(packed(made), ALL, HELD).findings[0].what


WHOLE = case_zip(files())


@given(st.binary(max_size=200) | st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)))
def test_it_never_raises(how) -> None:
    data = how if isinstance(how, bytes) else WHOLE[: how[0]] + bytes([how[1]]) + WHOLE[how[0] + 1 :]
    found = verify(data, ALL, HELD)
    assert found.differs or data == WHOLE or found.agree


def test_an_article_that_is_not_held_is_said() -> None:
    less = {i: p for i, p in PIECES.items() if p.key != "wire-1"}
    made = case_files(story.TRACE, "c-bridge", less, {}, [], {})
    found = verify(case_zip(made), ALL, HELD)
    assert not found.differs
    assert any("not held when the case was made" in f.what for f in found.findings)


def test_decisions_are_held_against_the_ledgers() -> None:
    data = case_zip(files())
    assert [f.where for f in verify(data, ALL).findings] == ["decision d1"]
    assert not verify(data, ALL).differs
    for held, told in (
        (replace(DECISION, why="something else"), "the ledger has it otherwise"),
        (replace(DECISION, undone_by="d2"), "undone since, by decision d2"),
    ):
        (finding,) = verify(data, ALL, {"d1": held}).findings
        assert told in finding.what
