"""Builds a text and drafts from a marked text: `{s|Orla Finch} {q|said} {c|it held}`; numbers tell statements apart.

`n` in place of `c` makes a nested one's content: `{n2|…}`.
"""

import re

from firsthand.attribution.drafts import Draft
from firsthand.language.quotes import quotations
from firsthand.language.sentences import sentences
from firsthand.model import Article, Span

_PIECE = re.compile(r"\{([sqcn])(\d*)\||\}")


def drafted(source: str, *, body_start: int = 0) -> tuple[Article, list[Draft]]:
    text, at, stack = "", 0, []
    found: dict[str, dict[str, list[Span]]] = {}
    for m in _PIECE.finditer(source):
        text += source[at : m.start()]
        at = m.end()
        if m.group() == "}":
            role, number, start = stack.pop()
            found.setdefault(number, {}).setdefault(role, []).append(Span(start, len(text)))
        else:
            stack.append((m.group(1), m.group(2) or "1", len(text)))
    text += source[at:]
    drafts = [
        Draft(
            contents=tuple(sorted(spans.get("c", []) + spans.get("n", []))),
            cue=spans.get("q", [None])[0],
            source=spans.get("s", [None])[0],
            producer="test",
            nested="n" in spans,
        )
        for _, spans in sorted(found.items(), key=lambda item: int(item[0]))
    ]
    return Article(key="t", text=text, body_start=body_start), drafts


def shown(article: Article, drafts: list[Draft]) -> list[str]:
    """Drafts as "producer source: content | content", in the order of their first content; "<" what it goes on from."""
    names = {id(d): f"{d.contents[0].of(article.text)[:8]}" for d in drafts}
    out = []
    for d in sorted(drafts, key=lambda d: (d.contents[0].start, d.nested)):
        source = d.source.of(article.text) if d.source else "-"
        content = " | ".join(c.of(article.text) for c in d.contents)
        link = "" if d.continues is None else f" < {names[id(d.continues)]}"
        inside = "" if d.inside is None else f" in {names[id(d.inside)]}"
        out.append(f"{d.producer.removeprefix('rule:')} {source}: {content}{link}{inside}")
    return out


def parts(article: Article):  # type: ignore[no-untyped-def]
    """Quotations and sentences of the article."""
    return quotations(article.text), sentences(article.text)
