"""Owns the HTML pages of search, who, timeline and show: which words stand where. The layout is `answer_page`'s."""

from collections.abc import Iterator, Sequence

from firsthand.ledger.answers import Answer
from firsthand.ledger.search import Found
from firsthand.ledger.show import ShownArticle, ShownStatement
from firsthand.ledger.timeline import Timeline
from firsthand.ledger.versions import Captured
from firsthand.ledger.who import Who
from firsthand.render.answer_page import Page, Part, Words, card, page_html
from firsthand.render.basis import some
from firsthand.render.plain import cleaned, line, shortened
from firsthand.render.questions import step_words
from firsthand.render.questions_words import (
    CLEARED,
    CLEARED_SHORT,
    NO_DATE,
    disputed,
    lane_name,
    of_all,
    title,
    undated_last,
    when,
    where,
)
from firsthand.render.timeline_svg import timeline_svg

_MOST_COPIES = 100
_NOTHING = "No statement in this ledger has these words and passes these filters."


def found_html(found: Found) -> str:
    """The page of a search."""
    asked = f"Who says: {line(found.words)}" if found.words else "The newest statements"
    return page_html(
        Page(
            title=shortened(asked, 200),
            meta=(of_all(len(found.answers), found.more),),
            parts=(_cards("", found.answers, _NOTHING),),
        )
    )


def who_html(found: Who) -> str:
    """The page of a source."""
    counted = f"{some(found.statements, 'statement')} in {some(found.articles, 'article')}"
    also = [line(n) for n in found.source.names if n != found.source.name]
    meta = (found.source.kind_class, found.source.root, *([f"also as {', '.join(also)}"] if also else []))
    roles = tuple(
        (line(r.role), str(r.articles), f"{r.first} to {r.last}" if r.first else NO_DATE) for r in found.roles
    )
    said = counted if not found.said_more else f"the newest of {counted}"
    parts = [Part(heading="In these roles", columns=("role", "articles", "days"), rows=roles)] if roles else []
    parts.append(_cards(f"Is quoted with: {said}", found.said, "No statement here passes these filters.", once=True))
    about = f"Others say of it: {of_all(len(found.about), found.about_more)}"
    parts.append(_cards(about, found.about, "No statement of others in this ledger has its name.", once=True))
    return page_html(Page(title=line(found.source.name), meta=meta, parts=tuple(parts)))


def timeline_html(found: Timeline) -> str:
    """The page of a timeline: the drawing, then the statements by day."""
    days = f"{found.first} to {found.last}" if found.first else NO_DATE
    parts = []
    if found.answers:
        lanes = tuple((lane_name(lane, found.by), str(len(lane.answers))) for lane in found.lines)
        told: tuple[str, ...] = ("Each mark leads to its statement below.",)
        if any(lane.of == "unnamed" for lane in found.lines):
            told = (*told, "Unnamed sources share a lane; no two of them are taken for one.")
        parts.append(Part(svg=timeline_svg(found), lines=told))
        parts.append(Part(heading=f"By {found.by}", columns=(found.by, "statements"), rows=lanes, numbers=True))
    by_day: dict[str, list[Answer]] = {}
    for answer in found.answers:
        by_day.setdefault(when(answer.article), []).append(answer)
    parts += [_cards(day, answers, "") for day, answers in by_day.items()] or [_cards("", (), _NOTHING)]
    return page_html(
        Page(
            title=shortened(f"Who said what when: {line(found.words)}", 200),
            meta=(of_all(len(found.answers), found.more), days),
            parts=tuple(parts),
        )
    )


def shown_html(shown: ShownStatement | ShownArticle) -> str:
    """The page of one statement or one article."""
    return page_html(_statement(shown) if isinstance(shown, ShownStatement) else _article(shown))


def _cards(heading: str, answers: Sequence[Answer], nothing: str, *, once: bool = False) -> Part:
    """Statements; with `once` what holds for several of them is said before them and not with each."""
    if not answers:
        return Part(heading=heading, lines=(nothing,) if nothing else ())
    if not once:
        return Part(heading=heading, cards=tuple(map(card, answers)))
    gone = any(answer.content is None for answer in answers)
    told = (undated_last(answers), f"{CLEARED_SHORT}: {CLEARED}" if gone else None)
    cards = tuple(card(answer, CLEARED_SHORT) for answer in answers)
    return Part(heading=heading, cards=cards, lines=tuple(filter(None, told)))


def _statement(shown: ShownStatement) -> Page:
    answer = shown.answer
    chain = tuple(
        (
            line(link.name or link.descriptor or link.kind),
            link.kind,
            "unnamed" if link.anonymous else "named",
            f"why unnamed: {line(link.reason)}" if link.reason else line(link.role or ""),
            link.root or "",
        )
        for link in answer.chain
    )
    columns = ("source", "kind", "", "", "id across articles")
    parts = [
        Part(
            heading="In its paragraph",
            pieces=tuple(in_paragraph(shown)),
            lines=() if shown.paragraph is not None else (CLEARED,),
        ),
        Part(cards=(card(answer),)),
        Part(heading="How it reached this page", columns=columns, rows=(*chain, ("this article", "", "", "", ""))),
    ]
    if shown.others:
        parts.append(_cards("It stands in, and inside it stand", shown.others, ""))
    parts.append(_captures(shown.captures))
    head = answer.article
    return Page(title=title(head), meta=(when(head), where(head), answer.id), parts=tuple(parts))


def in_paragraph(shown: ShownStatement) -> Iterator[Words]:
    """The statement's paragraph in pieces, its content marked; nothing where the text was cleared."""
    if shown.paragraph is None:
        return
    at = shown.at
    for start, end in sorted(span for name, span in shown.marks if name == "content"):
        yield Words(words=cleaned(shown.paragraph[at - shown.at : start - shown.at]))
        yield Words(words=cleaned(shown.paragraph[start - shown.at : end - shown.at]), marked=True)
        at = end
    yield Words(words=cleaned(shown.paragraph[at - shown.at :]))


def _article(shown: ShownArticle) -> Page:
    head = shown.article
    none_cleared = head.cleared and all(a.content is not None for a in shown.statements)  # else said with them
    warnings = (*map(line, shown.warnings), *([CLEARED] if none_cleared else []))
    gone = tuple(f"about a statement that is no longer here, {disputed(d)}" for d in shown.disputes)
    parts = [
        _cards(
            f"Who says what: {some(len(shown.statements), 'statement')}", shown.statements, "None was found.", once=True
        ),
        _captures(shown.captures),
    ]
    if warnings or gone:
        parts.insert(0, Part(lines=(*warnings, *gone)))
    for step in shown.steps:
        told = (f"{step.before} → {step.after}: {step.told}", *step_words(step))
        parts.append(Part(heading="What differs between versions", lines=told))
    if shown.copies:
        rows = tuple(
            (title(c.article), where(c.article), when(c.article), f"{c.ours_in_theirs:.0%}", c.article.id)
            for c in shown.copies[:_MOST_COPIES]
        )
        columns = ("article", "outlet", "date", "of this one's text there", "id")
        heading = f"Shares much of its text with {some(len(shown.copies), 'article')}"
        parts.append(Part(heading=heading, columns=columns, rows=rows))
    byline = (f"by {line(head.byline)}",) if head.byline else ()
    return Page(title=title(head), meta=(when(head), where(head), *byline, head.id), parts=tuple(parts))


def _captures(captures: Sequence[Captured]) -> Part:
    rows = tuple(
        (
            c.fetched_at,
            c.seen_at if c.seen_at != c.fetched_at else "",
            line(c.url or c.location),
            f"{c.length}{'' if c.kept else ', no longer held'}",
            c.sha256,
        )
        for c in captures
    )
    columns = ("captured", "last seen so", "where", "bytes", "SHA-256")
    return Part(heading="Captures", columns=columns, rows=rows)
