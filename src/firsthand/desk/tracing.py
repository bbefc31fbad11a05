"""Owns what is done with claims over a ledger: where they come from, what is widely reported with one root, what a
person decides about them, and the case file of one. Each call brings the ledger's claims up to date first."""

from collections.abc import Callable, Iterable
from os import PathLike
from pathlib import Path

from firsthand.desk.rehydrating import own_copies
from firsthand.errors import InvalidValue, NotFound, NotHeld, NotReadable
from firsthand.ledger import Ledger
from firsthand.ledger.deciding import By
from firsthand.ledger.decisions import Decision
from firsthand.model import Failure
from firsthand.model.trace import DecisionKind, EdgeKind
from firsthand.pipeline import tracing
from firsthand.pipeline.tracing import Answered, Widely
from firsthand.pipeline.tracing_case import LedgerCopies, every_decision, evidence
from firsthand.pipeline.tracing_rulings import Ruling, rule, with_places
from firsthand.reading import ReadingOptions, utc_now
from firsthand.render.case import case_files, case_zip
from firsthand.render.trace_verify import MOST_BYTES, Verified, needed
from firsthand.render.trace_verify import verify as check

Progress = Callable[[int, int], None]
"""Told how many articles of how many have been looked at for claims."""


def trace(
    ledger: Ledger, question: str | None = None, *, rebuild: bool = False, told: Progress | None = None
) -> Answered:
    """Where the claims that `question` means come from: words, an article (id, key, url), a claim's or report's id or
    the beginning of one; all claims where it is None.

    `answered.claims` are the ids of the claims asked for, in the order in which they answer; `answered.trace` has them
    with their reports, roots, derivations, drift and contradictions; `answered.pieces` the articles. `rebuild` makes
    what is kept of claims anew first; `told` hears of the progress. Raises NotHeld where nothing is meant.

    >>> for claim in firsthand.trace(ledger, "north pier").trace.claims:  # doctest: +SKIP
    ...     print(claim.text, claim.independence, claim.why)
    """
    if rebuild:
        tracing.rebuild(ledger, told=told)
    return tracing.trace(ledger, question, told=told)


def echoes(
    ledger: Ledger,
    *,
    since: str | None = None,
    min_outlets: int = 3,
    limit: int = 50,
    told: Progress | None = None,
) -> Answered:
    """Claims that at least `min_outlets` outlets assert, told on the day `since` or later, that have one known root in
    this ledger; the most widely reported first. It says nothing about whether they are right.
    """
    return tracing.echoes(ledger, Widely(since=since, min_outlets=min_outlets, limit=limit), told=told)


def decide(
    ledger: Ledger, kind: DecisionKind, a: str, b: str, *, by: str, why: str, edge: EdgeKind = "cites"
) -> Decision:
    """Keeps what a person decides about claims; it is respected from then on, and `undo` takes it back.

    ``merge``: the claims of two reports or claims are one. ``split``: the report `b` tells something else than `a`.
    ``cut`` and ``link``: the article `b` was not, or was, taken from `a`, as `edge`. ``one root``, ``two roots``: two
    sources of a trace are one, or two; an unnamed one goes by ``ARTICLE.s3``, or by its id in a trace.
    """
    tracing.track(ledger)
    if kind in ("one root", "two roots"):
        a, b = (_place(ledger, named) for named in (a, b))
    at = utc_now().strftime("%Y-%m-%dT%H:%M:%SZ")
    with ledger.writing() as connection:
        return rule(connection, Ruling(kind=kind, a=a, b=b, edge=edge), By(who=by, why=why, at=at))


def case(ledger: Ledger, claim: str, *, with_text: bool = True, told: Progress | None = None) -> bytes:
    """The case file of one claim, a zip: page, JSON, provenance, digests of captures and texts, decisions. Two runs
    over one ledger give the same bytes. Raises InvalidValue where `claim` means several.
    """
    found = tracing.trace(ledger, claim, told=told)
    id = one_claim(found, claim)
    with ledger.reading() as connection:
        held = evidence(connection, found.pieces)
    files = case_files(found.trace, id, found.pieces, held.captures, found.decisions, held.read_by, with_text=with_text)
    return case_zip(files)


def verify(ledger: Ledger, case_file: bytes | Path) -> Verified:
    """Checks a case file against the ledger: what agrees, what differs, what could not be checked.

    Raises NotFound and NotReadable where there is no case file at that path.
    """
    data = _bytes(case_file)
    with ledger.reading() as connection:
        return check(data, LedgerCopies(connection), every_decision(connection))


def verify_with(
    copies: Iterable[str | PathLike[str]],
    case_file: bytes | Path,
    *,
    failed: Callable[[Failure], None] | None = None,
) -> Verified:
    """Checks a case file against one's own copies, files and folders, with no ledger. What cannot be read of them is
    handed to `failed`, and the rest goes on."""
    data = _bytes(case_file)
    with own_copies(copies, needed(data), options=ReadingOptions(recursive=True), failed=failed) as own:
        return check(data, own)


def one_claim(found: Answered, asked: str) -> str:
    """The id of the claim that `asked` means; InvalidValue where it means several."""
    if len(found.claims) != 1:
        raise InvalidValue(f"{asked[:80]!r} means {len(found.claims)} claims: give the id of one ({some_ids(found)})")
    return found.claims[0]


def some_ids(found: Answered) -> str:
    """The first ids of the claims that were asked for, to choose from."""
    return ", ".join(found.claims[:5]) + (" …" if len(found.claims) > 5 else "")


def _bytes(case_file: bytes | Path) -> bytes:
    if isinstance(case_file, bytes):
        return case_file
    try:
        with case_file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFound(f"there is no case file at {case_file}: give what firsthand case wrote") from error
    except OSError as error:
        told = f"{case_file} cannot be read ({error.strerror})"
        raise NotReadable(f"{told}: give what firsthand case wrote") from error
    if len(data) > MOST_BYTES:
        raise NotReadable(f"{case_file} has more than {MOST_BYTES:,} bytes: it is no case file of firsthand")
    return data


def _place(ledger: Ledger, named: str) -> str:
    """The name by which a decision takes a source that a trace calls `named`."""
    if len(named) != 16 or "." in named:
        return named
    try:
        whole = tracing.trace(ledger)
    except NotHeld:
        return named
    return with_places(whole.pieces.values(), named)
