"""Owns a question about claims put from the command line: the ledger opened, asked, laid out, written, decided on. It
traces nothing itself."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from firsthand.cli.placing import place_of, print_text
from firsthand.cli.running import PIPE_WIDTH, Asked, note, opened, page, who
from firsthand.desk import tracing as desk
from firsthand.errors import FirsthandError, InvalidValue
from firsthand.ledger import Ledger
from firsthand.model import Failure
from firsthand.model.trace import DecisionKind, EdgeKind
from firsthand.pipeline import tracing_rulings as rulings
from firsthand.pipeline.tracing import Answered, Widely
from firsthand.render.trace_verify import Verified, verified_text

Format = Literal["text", "json", "html", "csv", "prov", "svg"]
MANY = 50
"""Articles from which what is being done is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How the answer is wanted; `ledger` None is the default place, `output` None is stdout."""

    format: Format = "text"
    output: str | None = None
    ledger: str | None = None
    colour: bool = True
    width: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person decides about a claim, as it was typed: `value` is one id, or two with a colon between."""

    kind: DecisionKind
    value: str
    edge: EdgeKind = "cites"


def trace(question: str | None, shown: Shown, *, rebuild: bool = False, limit: int = 10) -> int:
    """Traces what `question` means, all claims where it is None; the exit code."""

    def run(ledger: Ledger) -> int:
        found = desk.trace(ledger, question, rebuild=rebuild, told=_told)
        claims = None if question is None else found.claims[:limit]
        _write(ledger, shown, _laid_out(found, claims, shown))
        return 0

    return opened(shown.ledger, run)


def echoes(wanted: Widely, shown: Shown) -> int:
    """Lists what is widely reported with one known root; the exit code."""
    from firsthand.render import trace_echoes as faces

    def run(ledger: Ledger) -> int:
        found = desk.echoes(ledger, since=wanted.since, min_outlets=wanted.min_outlets, limit=wanted.limit, told=_told)
        listed = [
            e
            for e in faces.echoes(found.trace, min_outlets=wanted.min_outlets, since=wanted.since)
            if e.claim in found.claims
        ]
        match shown.format:
            case "json":
                laid = faces.echoes_json(listed)
            case "csv":
                laid = faces.echoes_csv(listed)
            case "html":
                laid = faces.echoes_html(listed)
            case _:
                laid = faces.echoes_text(listed, **_page(shown))
        _write(ledger, shown, laid)
        return 0

    return opened(shown.ledger, run)


def decide(claim: str, wishes: Sequence[Wish], asked: Asked) -> int:
    """Keeps decisions about a claim, all or none, and shows it as it stands then; the exit code."""

    def run(ledger: Ledger) -> int:
        found = desk.trace(ledger, claim, told=_told)
        made = []
        with ledger.writing() as connection:
            by = who(asked)
            for wish in wishes:
                ruling = _ruling(found, claim, wish)
                made.append(rulings.rule(connection, ruling, by))
        after = desk.trace(ledger, claim)
        print_text([_text(after, after.claims[:1], Shown())])
        for decision in made:
            note(f"kept; take it back with firsthand undo {decision.id}")
        return 0

    return opened(asked.ledger, run)


def case(claim: str, output: str, *, with_text: bool, ledger: str | None) -> int:
    """Writes the case file of a claim; the exit code."""

    def run(held: Ledger) -> int:
        data = desk.case(held, claim, with_text=with_text, told=_told)
        with place_of(output).draft(inputs=(held.place,)) as draft:
            draft.write_bytes(data)
        return 0

    return opened(ledger, run)


def verify(file: str, copies: tuple[str, ...], ledger: str | None) -> int:
    """Checks a case file against the ledger or one's own copies; 1 where something differs."""

    def said(found: Verified) -> int:
        print_text([verified_text(found, **_page(Shown()))])
        return 1 if found.differs else 0

    def failed(failure: Failure) -> None:
        note(failure.message)

    if not copies:
        return opened(ledger, lambda held: said(desk.verify(held, Path(file))))
    try:
        return said(desk.verify_with(copies, Path(file), failed=failed))
    except FirsthandError as error:
        note(str(error))
        return 1


# Decisions


def _ruling(found: Answered, claim: str, wish: Wish) -> rulings.Ruling:
    first = _first_unit(found, claim)
    if wish.kind == "merge":
        return rulings.Ruling(kind="merge", a=first, b=wish.value)
    if wish.kind == "split":
        one = next(c for c in found.trace.claims if c.id == found.claims[0])
        here = [r.unit for r in one.reports]
        wanted = [id for id in dict.fromkeys(here) if id.startswith(wish.value)] or [
            r.unit for r in one.reports if wish.value in (r.article, r.key, f"{r.article}.{r.statement}")
        ]
        if len(set(wanted)) != 1:
            raise InvalidValue(
                f"{wish.value[:60]!r} is {len(set(wanted))} reports of the claim: give the unit of one (--format json "
                "has them)"
            )
        others = [id for id in here if id != wanted[0]]
        if not others:
            raise InvalidValue("the claim has one report only: there is nothing to split")
        return rulings.Ruling(kind="split", a=others[0], b=wanted[0])
    a, b = _two(found, wish)
    return rulings.Ruling(kind=wish.kind, a=a, b=b, edge=wish.edge)


def _first_unit(found: Answered, claim: str) -> str:
    id = desk.one_claim(found, claim)
    one = next(c for c in found.trace.claims if c.id == id)
    return one.reports[0].unit


def _two(found: Answered, wish: Wish) -> tuple[str, str]:
    """The two things that ``A:B`` names, by the trace's own ids, keys and names; a colon may be part of one."""
    parts = wish.value.split(":")
    tries = [(":".join(parts[:n]), ":".join(parts[n:])) for n in range(1, len(parts))]
    articles = wish.kind in ("cut", "link")
    known = _articles(found) if articles else _sources(found)
    for a, b in tries:
        if a in known and b in known:
            return known[a], known[b]
    if len(tries) == 1 and all(tries[0]):
        return known.get(tries[0][0], tries[0][0]), known.get(tries[0][1], tries[0][1])
    what = "articles" if articles else "sources"
    raise InvalidValue(f"{wish.value[:80]!r} names no two {what}: write A:B, with their ids, keys or names")


def _articles(found: Answered) -> dict[str, str]:
    return {key: id for id, key in found.trace.keys} | {id: id for id, _ in found.trace.keys}


def _sources(found: Answered) -> dict[str, str]:
    """Names, descriptions that one source alone has, and ids of the trace's sources: what a decision takes them by."""
    by_name: dict[str, set[str]] = {}
    for source in found.trace.sources:
        for called in (source.id, source.name or source.descriptor):
            if called:
                by_name.setdefault(called, set()).add(source.id)
    pieces = tuple(found.pieces.values())
    return {name: rulings.with_places(pieces, next(iter(ids))) for name, ids in by_name.items() if len(ids) == 1}


# Faces


def _laid_out(found: Answered, claims: Sequence[str] | None, shown: Shown) -> str:
    match shown.format:
        case "json":
            from firsthand.render.trace_records import trace_json

            return trace_json(found.trace)
        case "csv":
            from firsthand.render.trace_records import trace_csv

            return trace_csv(found.trace, found.pieces, claims)
        case "html":
            from firsthand.render.trace_html import trace_html

            return trace_html(found.trace, found.pieces, claims)
        case "prov":
            from firsthand.render.exports.trace_prov import trace_prov_lines

            return "".join(trace_prov_lines(found.trace, found.pieces))
        case "svg":
            from firsthand.render.trace_svg import claim_svg

            if claims is None or len(claims) != 1:
                raise InvalidValue(f"a picture is of one claim: give the id of one ({desk.some_ids(found)})")
            return claim_svg(found.trace, claims[0]) + "\n"
        case _:
            return _text(found, claims, shown)


def _text(found: Answered, claims: Sequence[str] | None, shown: Shown) -> str:
    from firsthand.render.trace_terminal import all_text, trace_text

    how = _page(shown)
    if claims is not None and len(claims) == 1:
        return trace_text(found.trace, found.pieces, claims[0], **how)
    return all_text(found.trace, found.pieces, claims, each=claims is not None, **how)


def _page(shown: Shown) -> dict[str, Any]:
    how = page()
    if shown.output is not None:
        how = {"width": PIPE_WIDTH, "colour": False}
    return {"width": shown.width or how["width"], "colour": how["colour"] and shown.colour}


def _write(ledger: Ledger, shown: Shown, laid: str) -> None:
    place_of(shown.output).write([laid], inputs=(ledger.place,))


def _told(done: int, of: int) -> None:
    """Progress on a terminal, where there is much to do."""
    if of >= MANY and sys.stderr is not None and sys.stderr.isatty():
        width = shutil.get_terminal_size((80, 24)).columns
        sys.stderr.write(
            f"\r{f'claims of {done} of {of} articles':<{min(width - 1, 60)}}" + ("\n" if done == of else "")
        )
        sys.stderr.flush()
