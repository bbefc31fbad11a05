"""Makes statements from marked text: "[s1:The mayor] [c1:said] [x1:the road is open]."; 1.1 is nested in 1."""

import re

from firsthand.model import Antecedent, Article, Attribution, Source, Span, Statement
from firsthand.resolution import resolve

_OPEN = re.compile(r"\[([scx])(\d+(?:\.\d+)*):")


def marked(
    text: str,
    *,
    continues: dict[str, str] | None = None,
    stances: dict[str, str] | None = None,
    outlet: str | None = None,
) -> tuple[Article, Attribution]:
    """The article without its marks, and its statements, whose sources are spans only."""
    plain: list[str] = []
    size = 0
    spans: dict[str, dict[str, list[Span]]] = {}
    open_: list[tuple[str, str, int]] = []
    i = 0
    while i < len(text):
        if m := _OPEN.match(text, i):
            open_.append((m.group(1), m.group(2), size))
            i = m.end()
        elif text[i] == "]" and open_:
            role, number, start = open_.pop()
            spans.setdefault(number, {}).setdefault(role, []).append(Span(start, size))
            i += 1
        else:
            plain.append(text[i])
            size += 1
            i += 1
    article = Article(key="t", text="".join(plain), outlet=outlet)
    statements = tuple(
        _statement(article, number, found, continues or {}, stances or {})
        for number, found in sorted(spans.items(), key=_order)
    )
    return article, Attribution(statements=statements)


def _order(item: tuple[str, object]) -> list[int]:
    return [int(n) for n in item[0].split(".")]


def _statement(
    article: Article, number: str, found: dict[str, list[Span]], continues: dict[str, str], stances: dict[str, str]
) -> Statement:
    contents = tuple(sorted(found["x"]))
    words = [article.words(s).strip() for s in contents]
    return Statement(
        id=f"a{number}",
        quotation="direct"
        if all(w[:1] in "“\"‘'«" for w in words)
        else "mixed"
        if any("“" in w for w in words)
        else "indirect",
        content_spans=contents,
        cue_span=found["c"][0] if "c" in found else None,
        source_span=found["s"][0] if "s" in found else None,
        parent=f"a{number.rsplit('.', 1)[0]}" if "." in number else None,
        continues=f"a{continues[number]}" if number in continues else None,
        stance=stances.get(number, "asserts"),  # type: ignore[arg-type]
    )


def read(
    text: str,
    *,
    continues: dict[str, str] | None = None,
    stances: dict[str, str] | None = None,
    outlet: str | None = None,
    antecedents: tuple[tuple[str, str, float], ...] = (),
) -> tuple[Article, tuple[Source, ...], tuple[Statement, ...]]:
    """The marked text resolved. `antecedents` are (pronoun, name, probability), each at its first place in the text."""
    article, attribution = marked(text, continues=continues, stances=stances, outlet=outlet)
    clues = tuple(
        Antecedent(
            mention=Span(article.text.index(a), article.text.index(a) + len(a)),
            antecedent=Span(article.text.index(b), article.text.index(b) + len(b)),
            probability=p,
        )
        for a, b, p in antecedents
    )
    sources, statements = resolve(article, Attribution(statements=attribution.statements, antecedents=clues))
    return article, sources, statements


def called(source: Source | None) -> str | None:
    """A source's name, else its descriptor; None for none."""
    return None if source is None else source.name or source.descriptor


def chains(text: str, **options: object) -> dict[str, list[str | None]]:
    """For each statement's number what the links of its stated chain are called."""
    _, sources, statements = read(text, **options)  # type: ignore[arg-type]
    by_id = {s.id: s for s in sources}
    return {s.id[1:]: [called(by_id[k]) for k in s.stated_chain] for s in statements}
