"""Owns the terminal pages of what the ledger was asked: lines for any width. Without colour they say as much."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO

from rich.console import Console
from rich.text import Text

from firsthand.ledger.answers import Answer
from firsthand.ledger.search import Found
from firsthand.ledger.show import ShownArticle, ShownStatement
from firsthand.ledger.timeline import Line, Timeline
from firsthand.ledger.versions import Captured, Step
from firsthand.ledger.who import Who
from firsthand.render.basis import some
from firsthand.render.naming import Tag
from firsthand.render.plain import cleaned, line, shortened
from firsthand.render.questions_words import (
    CLEARED,
    CLEARED_SHORT,
    NO_DATE,
    content,
    disputed,
    lane_name,
    notes,
    of_all,
    ordinal,
    says,
    speaker,
    tag_of,
    title,
    undated_last,
    when,
    where,
)
from firsthand.render.terminal import console

CONTENT_LIMIT = 420
"""Characters of a content that are shown; JSON, CSV and the page have it whole."""
LONGEST_ASKED = 80
"""Characters of a question that its answer repeats."""
MOST_COPIES = 10
MOST_DRAWN = 24
"""Lanes of a timeline that the terminal draws; all are listed."""

STYLES: dict[Tag, str] = {
    "named": "bold cyan",
    "unnamed": "bold yellow",
    "outlet": "bold magenta",
    "document": "bold green",
    "unknown": "bold red",
}
SIGNS: dict[Tag, str] = {"named": "●", "unnamed": "■", "outlet": "◆", "document": "▲", "unknown": "×"}
"""What a lane's marks look like: one sign for each sort of source, so that colour is never the only one."""
DENIED = "○"
"""The sign of a statement that denies or doubts, whosever it is."""


def text(width: int, colour: bool, build: Callable[[Console], Iterable[Text]]) -> str:
    """The lines that `build` gives, as text of at most `width` columns; without `colour` it has no escape at all."""
    out = StringIO()
    con = console(out, width=width, colour=colour)
    con.print(Text("\n").join(build(con)))
    return out.getvalue()


def found_text(found: Found, *, width: int = 100, colour: bool = False) -> str:
    """The page of a search."""

    def build(con: Console) -> Iterator[Text]:
        asked = f"WHO SAYS: {shortened(line(found.words), LONGEST_ASKED)}" if found.words else "THE NEWEST STATEMENTS"
        yield from heading(con, asked, of_all(len(found.answers), found.more))
        if not found.answers:
            yield Text("  No statement in this ledger has these words and passes these filters.")
        for answer in found.answers:
            yield Text()
            yield from _statement(con, answer)

    return text(width, colour, build)


def who_text(found: Who, *, width: int = 100, colour: bool = False) -> str:
    """The page of a source."""

    def build(con: Console) -> Iterator[Text]:
        yield from heading(con, line(found.source.name), f"{found.source.kind_class} · {found.source.root}")
        also = [line(n) for n in found.source.names if n != found.source.name]
        if also:
            yield from hang(con, Text(f"also as {', '.join(also)}"), 2, 4)
        for role in found.roles:
            days = f"{role.first} to {role.last}" if role.first else NO_DATE
            yield from hang(con, Text(f"{line(role.role)} · {some(role.articles, 'article')} · {days}", "dim"), 2, 4)
        yield Text()
        counted = f"{some(found.statements, 'statement')} in {some(found.articles, 'article')}"
        yield from heading(con, "IS QUOTED WITH", counted if not found.said_more else f"the newest of {counted}")
        yield from _listed(con, found.said)
        yield Text()
        yield from heading(con, "OTHERS SAY OF IT", of_all(len(found.about), found.about_more))
        if not found.about:
            yield Text("  No statement of others in this ledger has its name.")
        yield from _listed(con, found.about)

    return text(width, colour, build)


def timeline_text(found: Timeline, *, width: int = 100, colour: bool = False) -> str:
    """The page of a timeline: its lanes drawn over time, then each statement by day."""

    def build(con: Console) -> Iterator[Text]:
        asked = f"WHO SAID WHAT WHEN: {shortened(line(found.words), LONGEST_ASKED)}"
        yield from heading(con, asked, of_all(len(found.answers), found.more))
        if not found.answers:
            yield Text("  No statement in this ledger has these words and passes these filters.")
            return
        yield Text()
        yield from _lanes(con, found)
        day: str | None = None
        for answer in found.answers:
            if when(answer.article) != day:
                day = when(answer.article)
                yield Text()
                yield Text(day, "bold")
            yield from _statement(con, answer, day=False)

    return text(width, colour, build)


def shown_text(shown: ShownStatement | ShownArticle, *, width: int = 100, colour: bool = False) -> str:
    """The page of one statement or one article."""
    if isinstance(shown, ShownStatement):
        return text(width, colour, lambda con: _shown_statement(con, shown))
    return text(width, colour, lambda con: _shown_article(con, shown))


def heading(con: Console, left: str, right: str) -> Iterator[Text]:
    """A heading with a remark at the right margin, or under it where there is no room."""
    head, remark = Text(left, "bold"), Text(right, "dim")
    room = con.width - head.cell_len - remark.cell_len
    if room >= 4:
        yield Text.assemble(head, " " * room, remark)
        return
    yield from hang(con, head, 0, 2)
    yield from hang(con, remark, 2, 2)


def hang(con: Console, words: Text, first: int, rest: int) -> Iterator[Text]:
    """`words` wrapped, the first line indented by `first` columns and the others by `rest`."""
    for i, part in enumerate(words.wrap(con, max(10, con.width - max(first, rest)), overflow="fold")):
        part.rstrip()
        yield Text(" " * (rest if i else first)).append_text(part)


def _statement(con: Console, answer: Answer, *, day: bool = True, cleared: str = CLEARED) -> Iterator[Text]:
    article = answer.article
    place = [when(article)] if day else []
    place += [where(article), shortened(title(article), 60)]
    yield from hang(con, Text(" · ".join(place), "dim"), 2, 4)
    yield from _said(con, answer, cleared)


def _listed(con: Console, answers: Sequence[Answer]) -> Iterator[Text]:
    """Statements in order of time, with what holds for several of them said once."""
    told = [undated_last(answers), f"{CLEARED_SHORT}: {CLEARED}" if any(a.content is None for a in answers) else None]
    for words in filter(None, told):
        yield from hang(con, Text(words, "dim"), 2, 4)
    for answer in answers:
        yield Text()
        yield from _statement(con, answer, cleared=CLEARED_SHORT)


def _said(con: Console, answer: Answer, cleared: str = CLEARED) -> Iterator[Text]:
    """Who says what, how it is put, and what was replied."""
    yield from hang(con, Text(says(answer), STYLES[tag_of(answer)]).append(f"  {answer.id}", "dim"), 2, 4)
    yield from hang(con, Text(shortened(content(answer, cleared), CONTENT_LIMIT)), 4, 4)
    if told := notes(answer):
        yield from hang(con, Text("· " + " · ".join(told), "dim"), 4, 6)
    for dispute in answer.disputes:
        yield from hang(con, Text(f"! {disputed(dispute)}"), 4, 6)


def _lanes(con: Console, found: Timeline) -> Iterator[Text]:
    label = min(34, max(12, con.width // 3))
    room = con.width - label - 3 - (9 if found.undated else 0)
    days = sorted({a.article.day for a in found.answers if a.article.day})
    if days:
        axis = f"{days[0]}{days[-1].rjust(max(1, room - len(days[0])))}" if len(days) > 1 else days[0]
        undated = "  no date" if found.undated else ""
        yield Text(" " * (label + 2)).append(axis.ljust(room) + undated, "dim")
    for lane in found.lines[:MOST_DRAWN]:
        yield Text(shortened(lane_name(lane, found.by), label)[:label].ljust(label + 2)).append_text(
            _lane(lane, days, room)
        )
    if len(found.lines) > MOST_DRAWN:
        yield Text(f"and {len(found.lines) - MOST_DRAWN} more, listed below", "dim")
    shapes = " · ".join(f"{SIGNS[tag]} {tag}" for tag in SIGNS if any(ln.of == tag for ln in found.lines))
    yield from hang(con, Text(f"{shapes} · {DENIED} denies or doubts · a figure: so many in one place", "dim"), 0, 2)


def _lane(lane: Line, days: list[str], room: int) -> Text:
    """One lane: a sign where one statement stands, a figure where several do."""
    from_day = ordinal(days[0]) if days else 0
    length = max(1, ordinal(days[-1]) - from_day) if days else 1
    places: dict[int, list[Answer]] = {}
    undated = 0
    for answer in lane.answers:
        if answer.article.day is None:
            undated += 1
        else:
            at = (ordinal(answer.article.day) - from_day) * (room - 1) // length
            places.setdefault(at, []).append(answer)
    drawn = "".join(_sign(lane, places.get(at, [])) for at in range(room))
    return Text(drawn, STYLES[lane.of]).append(f"  {undated}" if undated else "", "dim")


def _sign(lane: Line, here: list[Answer]) -> str:
    if not here:
        return "·"
    if len(here) > 1:
        return str(len(here)) if len(here) < 10 else "+"
    return DENIED if here[0].stance in ("denies", "doubts") else SIGNS[lane.of]


def _shown_statement(con: Console, shown: ShownStatement) -> Iterator[Text]:
    answer = shown.answer
    yield from heading(con, title(answer.article), f"{when(answer.article)} · {where(answer.article)}")
    yield from hang(con, Text(answer.id, "dim"), 0, 0)
    yield Text()
    yield Text("IN ITS PARAGRAPH", "bold")
    yield from _paragraph(con, shown)
    yield Text()
    yield Text("HOW IT REACHED THIS PAGE", "bold")
    for link in answer.chain:
        about = [link.kind]
        about += [f"why unnamed: {line(link.reason)}"] if link.reason else ["unnamed"] if link.anonymous else []
        about += [f"known as {line(link.known_as)}"] if link.known_as and link.known_as != link.name else []
        about += [link.root] if link.root else []
        name = speaker(answer) if link == answer.source else line(link.name or link.descriptor or link.kind)
        yield from hang(con, Text(name, "bold").append(f" · {' · '.join(about)}", "dim"), 2, 4)
    if not answer.chain:
        yield Text("  Firsthand could not work out who is said to have said this.")
    yield from hang(con, Text(f"this article · {answer.article.key}", "dim"), 2, 4)
    yield Text()
    put = (*notes(answer), f"{answer.quotation}", f"certainty {answer.certainty}")
    read = f"read by {answer.producer}, {answer.confidence:.2f} sure · firsthand {shown.read_by.version}"
    yield from hang(con, Text(" · ".join((*put, line(read))), "dim"), 2, 4)
    for dispute in answer.disputes:
        yield from hang(con, Text(f"! {disputed(dispute)}"), 2, 4)
    for other in shown.others:
        yield Text()
        yield Text("it stands in" if other.id == answer.inside else "inside it stands", "bold")
        yield from _statement(con, other, day=False)
    yield Text()
    yield from _captures(con, shown.captures)


def _paragraph(con: Console, shown: ShownStatement) -> Iterator[Text]:
    if shown.paragraph is None:
        yield from hang(con, Text(CLEARED), 2, 2)
        return
    styles = {"content": "bold", "source": "underline", "cue": "italic", "hedge": "reverse", "knowledge": "underline"}
    marks = [m for m in shown.marks if m[0] == "content"] or list(shown.marks)
    out, at = Text(), shown.at
    for name, (start, end) in sorted(marks, key=lambda m: m[1]):
        if start < at:
            continue
        out.append(cleaned(shown.paragraph[at - shown.at : start - shown.at]))
        out.append("⟦" + cleaned(shown.paragraph[start - shown.at : end - shown.at]) + "⟧", styles[name])
        at = end
    out.append(cleaned(shown.paragraph[at - shown.at :]))
    for part in out.split("\n"):
        yield from hang(con, part, 2, 2)
    yield from hang(con, Text("⟦ ⟧ the content of the statement; these two marks are not the article's", "dim"), 2, 2)


def _captures(con: Console, captures: tuple[Captured, ...]) -> Iterator[Text]:
    yield Text("CAPTURES", "bold")
    for one in captures:
        seen = f", last seen so {one.seen_at}" if one.seen_at != one.fetched_at else ""
        kept = f"{one.length} bytes" if one.kept else f"{one.length} bytes, no longer held"
        words = f"{one.fetched_at}{seen} · {line(one.url or one.location)} · {kept} · SHA-256 {one.sha256}"
        yield from hang(con, Text(words), 2, 4)


def _shown_article(con: Console, shown: ShownArticle) -> Iterator[Text]:
    article = shown.article
    by = f" · by {line(article.byline)}" if article.byline else ""
    yield from heading(con, title(article), f"{when(article)} · {where(article)}{by}")
    yield from hang(con, Text(f"{article.id} · {line(article.url or article.key)}", "dim"), 0, 2)
    for warning in (*shown.warnings, *([f"{CLEARED_SHORT}: {CLEARED}"] if article.cleared else [])):
        yield from hang(con, Text(f"note: {line(warning)}"), 2, 4)
    yield Text()
    yield from heading(con, "WHO SAYS WHAT", some(len(shown.statements), "statement"))
    for answer in shown.statements:
        yield Text()
        yield from _said(con, answer, CLEARED_SHORT)
    for dispute in shown.disputes:
        yield from hang(con, Text(f"! about a statement that is no longer here, {disputed(dispute)}"), 2, 4)
    yield Text()
    yield from _captures(con, shown.captures)
    if len(shown.versions) > 1:
        yield Text()
        yield from heading(con, "WHAT DIFFERS BETWEEN VERSIONS", some(len(shown.versions), "version"))
        for step in shown.steps:
            yield from _step(con, step)
    if shown.copies:
        yield Text()
        yield Text("SHARES MUCH OF ITS TEXT WITH", "bold")
        for copy in shown.copies[:MOST_COPIES]:
            told = f"{when(copy.article)} · {where(copy.article)} · {title(copy.article)} · {copy.article.id}"
            yield from hang(con, Text(f"{told} · {copy.ours_in_theirs:.0%} of this one stands there"), 2, 4)
        if len(shown.copies) > MOST_COPIES:
            yield Text(f"  and {len(shown.copies) - MOST_COPIES} more")


def _step(con: Console, step: Step) -> Iterator[Text]:
    yield from hang(con, Text(f"{step.before} → {step.after}: {step.told}"), 2, 4)
    for words in step_words(step):
        yield from hang(con, Text(f"· {words}"), 4, 6)


def step_words(step: Step) -> Iterator[str]:
    """What differs between two versions, one sentence each."""
    if not step.same_reader:
        yield "the two were read by different rules or encoders: what differs may be the reading, not the page"
    if step.changes is None:
        return
    found = step.changes
    for name, (before, after) in (("title", found.title), ("published", found.published)):
        if before != after:
            yield f"{name}: {line(before or 'none')} → {line(after or 'none')}"
    if found.gained:
        yield f"gained {some(len(found.gained), 'statement')}: " + ", ".join(
            f"{step.after}.{s.id}" for s in found.gained
        )
    if found.lost:
        ids = ", ".join(f"{step.before}.{s.id}" for s in found.lost)
        yield f"lost {some(len(found.lost), 'statement')}: {ids}"
    for altered in found.altered:
        for d in altered.differs:
            before, after = (shortened(line(words), 160) or "none" for words in (d.before, d.after))
            differ = "differ" if d.aspect.endswith("words") else "differs"
            yield f"the {d.aspect} of {step.after}.{altered.after.id} {differ}: {before} → {after}"
