"""Owns readings built by hand for tests of the rules: ``who: what`` pairs that stand in a text, no encoder."""

from collections.abc import Sequence

from firsthand.model import Article, Reading, Source, Span, Statement


def span(text: str, words: str) -> Span:
    """Where `words` stand in `text`."""
    at = text.index(words)
    return Span(at, at + len(words))


def reading(text: str, said: Sequence[tuple[str, str, str]] = (), *, titled: bool = True) -> Reading:
    """A reading of `text` (its first line the title) in which each of `said` is (source's words, cue, content).

    A source whose words begin in lower case or with "A" or "Two" is unnamed; "Two" are two, "ources" many.
    """
    head = text.index("\n") if titled else 0
    sources: dict[str, Source] = {}
    statements = []
    for n, (who, cue, what) in enumerate(said, 1):
        unnamed = who[0].islower() or who.split()[0] in ("A", "An", "Two", "Sources", "Officials")
        count = (2, 2) if who.startswith("Two") else (2, None) if who.split()[0].endswith("s") else (1, 1)
        if who not in sources:
            sources[who] = Source(
                id=f"s{len(sources) + 1}",
                kind="person" if count == (1, 1) else "group",
                name=None if unnamed else who,
                descriptor=who if unnamed else None,
                anonymous=unnamed,
                count=count,
                mentions=(span(text, who),),
            )
        content = span(text, what)
        near = text.index(cue, max(0, content.start - 60)) if cue else 0
        statements.append(
            Statement(
                id=f"a{n}",
                quotation="direct" if what[0] in '“"' else "indirect",
                content_spans=(content,),
                cue_span=Span(near, near + len(cue)) if cue else None,
                source_span=span(text, who),
                source=sources[who].id,
                stated_chain=(sources[who].id,),
                certainty="hedged" if " may " in what or " could " in what else "flat",
                confidence=0.9,
                producer="test",
            )
        )
    title = Span(0, head) if titled else None
    article = Article(
        key="draft", text=text, title=text[:head] or None, title_span=title, body_start=head + 1 if titled else 0
    )
    return Reading(article=article, sources=tuple(sources.values()), statements=tuple(statements))
