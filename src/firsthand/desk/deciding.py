"""Owns what a person decides from Python: merge, split, correct, reject, dispute, undo, forget, for how long texts are
kept. Each opens one transaction and calls one function; who decides, and why, is always said."""

from collections.abc import Iterable, Sequence

from firsthand.ledger import Ledger
from firsthand.ledger import deciding as keeping
from firsthand.ledger.deciding import By, Part
from firsthand.ledger.decisions import Decision
from firsthand.ledger.forgetting import Forgotten, compact
from firsthand.ledger.holdings import attach
from firsthand.model import Certainty, Quotation, SourceKind, Span, Stance
from firsthand.pipeline import deciding, forgetting
from firsthand.pipeline.deciding import Corrected, Merging, Wish
from firsthand.pipeline.forgetting import Kind, Target
from firsthand.pipeline.named import source_named
from firsthand.reading import utc_now


def would_merge(ledger: Ledger, into: str, other: str) -> Merging:
    """What `merge` would combine: both sources with names, roles and how much is held of each, and what speaks for
    looking twice. Changes nothing. Raises InvalidValue where the two cannot be one.
    """
    with ledger.reading() as connection:
        return deciding.merging(connection, into, other)


def merge(ledger: Ledger, into: str, other: str, *, by: str, why: str) -> Decision:
    """Makes two named sources, given by name or id, one: `other` is then shown as `into`. See `would_merge` first.

    `by` is who decides, `why` the reason; `undo` takes it back.
    """
    with ledger.writing() as connection:
        return deciding.merge(connection, into, other, _by(by, why))


def split(
    ledger: Ledger,
    source: str,
    *,
    by: str,
    why: str,
    name: str | None = None,
    articles: Sequence[str] = (),
    roles: Sequence[str] = (),
    outlets: Sequence[str] = (),
    spellings: Sequence[str] = (),
) -> tuple[Decision, Part, Part]:
    """Takes a part of a named source away to a source of its own, called `name`: what it said in those articles, in
    those roles, to those outlets, or under those spellings, now and in articles to come.

    Gives the decision, what is left, and the new source. Raises NotHeld where nothing fits, InvalidValue where all of
    it does.
    """
    with ledger.writing() as connection:
        return deciding.split(
            connection,
            source,
            _by(by, why),
            name=name,
            articles=articles,
            roles=roles,
            outlets=outlets,
            spellings=spellings,
        )


def correct(
    ledger: Ledger,
    statement: str,
    *,
    by: str,
    why: str,
    source: str | None = None,
    unnamed: str | None = None,
    kind: SourceKind | None = None,
    spans: Iterable[Span] = (),
    stance: Stance | None = None,
    certainty: Certainty | None = None,
    quotation: Quotation | None = None,
) -> Corrected:
    """Lays a correction over a statement (``9f3a1c2b.a3``); it wins in every answer, and `undo` takes it back.

    `source` is a name, the id of a source of the article (``s2``), or ``unknown``; `unnamed`, in its place, the
    article's words for one without a name; `kind` that of a new one. `spans` are the content's, in code points of the
    article's text. What is left out stays as it is. Gives the statement before and after.

    >>> said = "9f3a1c2b.a3"
    >>> firsthand.correct(ledger, said, source="Ada Quill", by="E. Moss", why="she read it out")  # doctest: +SKIP
    """
    wish = Wish(
        source=source,
        unnamed=unnamed,
        kind=kind,
        spans=tuple(spans),
        stance=stance,
        certainty=certainty,
        quotation=quotation,
    )
    with ledger.writing() as connection:
        return deciding.correct(connection, statement, wish, _by(by, why))


def add_statement(
    ledger: Ledger,
    article: str,
    spans: Iterable[Span],
    *,
    by: str,
    why: str,
    source: str | None = None,
    unnamed: str | None = None,
    kind: SourceKind | None = None,
    stance: Stance | None = None,
    certainty: Certainty | None = None,
) -> Corrected:
    """Puts a statement that was missed into an article; its content stands at `spans`. The rest is as for `correct`."""
    wish = Wish(source=source, unnamed=unnamed, kind=kind, spans=tuple(spans), stance=stance, certainty=certainty)
    with ledger.writing() as connection:
        return deciding.add_statement(connection, article, wish, _by(by, why))


def reject(ledger: Ledger, statement: str, *, by: str, why: str) -> Corrected:
    """Takes what is no statement out of every answer; `undo` brings it back."""
    with ledger.writing() as connection:
        return deciding.reject(connection, statement, _by(by, why))


def dispute(ledger: Ledger, statement: str, reply: str, *, by: str, why: str) -> Decision:
    """Keeps a reply with a statement: it goes with it into every view and export. `by` is who replies."""
    with ledger.writing() as connection:
        return keeping.dispute(connection, statement, reply, _by(by, why))


def undo(ledger: Ledger, decision: str, *, by: str, why: str) -> Decision:
    """Takes the decision with that id back, and gives it; `decisions` lists them."""
    with ledger.writing() as connection:
        return deciding.undo(connection, decision, _by(by, why))


def identify(ledger: Ledger, source: str, scheme: str, value: str) -> bool:
    """Ties an identifier of yours (scheme ``wikidata``, value ``Q42``) to a named source; False where it was there."""
    with ledger.writing() as connection:
        return attach(connection, source_named(connection, source).root, scheme, value)


def would_forget(ledger: Ledger, named: str, *, kind: Kind | None = None) -> tuple[Target, Forgotten]:
    """What `named` stands for and what `forget` would take; nothing is kept of the try."""
    return forgetting.would_go(ledger, named, kind, at=_now())


def forget(ledger: Ledger, named: str, *, kind: Kind | None = None, rewrite: bool = True) -> Forgotten:
    """Forgets an address, an article with all its versions, or a named source, for good: no undo.

    `kind` (article, source, url) says which where it could be two of them. A salted digest stays, which keeps it from
    being taken in again. `rewrite` writes the database's files anew afterwards, so that no byte of the text is left in
    them: it takes time with the ledger's size, and once after several is enough. What is given names the exports that
    held any of it; they are out of reach. Raises NotHeld, InvalidValue, Withheld.
    """
    with ledger.writing() as connection:
        gone = forgetting.forget(connection, forgetting.target(connection, named, kind), at=_now())
    if rewrite:
        compact(ledger)
    return gone


def keep_text_days(ledger: Ledger, days: int | None) -> int:
    """For how many days after they were added articles keep their words here (None: always); how many were cleared now.

    Offsets, digests and people's decisions stay. `add` clears what has become old since.
    """
    return forgetting.keep_text(ledger, days, now=utc_now())


def _by(who: str, why: str) -> By:
    return By(who=who, why=why, at=_now())


def _now() -> str:
    return utc_now().strftime("%Y-%m-%dT%H:%M:%SZ")
