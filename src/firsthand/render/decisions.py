"""Owns the pages of what people decided: the log, a statement before and after, what forgetting takes. It decides
nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from firsthand.ledger.decided import Decided
from firsthand.ledger.forgetting import Forgotten
from firsthand.ledger.show import ShownStatement
from firsthand.pipeline.deciding import Corrected
from firsthand.pipeline.forgetting import Target
from firsthand.render.basis import some
from firsthand.render.plain import cleaned, line
from firsthand.render.questions import hang, heading, text
from firsthand.render.questions_words import CLEARED, content, notes, says, title, when, where
from firsthand.render.sources import short

COLUMNS = ("id", "kind", "about", "what", "who", "at", "why", "state")
UNREACHED = (
    "firsthand reaches this ledger alone: not the exports named here, not backups or other copies of the database, "
    "and not the write-ahead log of a PostgreSQL server, which it overwrites or archives as its owner has set"
)
_MOST = 20


def decided_text(found: Sequence[Decided], *, width: int = 100, colour: bool = False) -> str:
    """The log, the newest first."""

    def build(con: Console) -> Iterator[Text]:
        yield from heading(con, "DECISIONS", some(len(found), "decision"))
        if not found:
            yield Text("  Nobody has decided anything about this.")
        for one in found:
            d = one.decision
            yield Text()
            yield from hang(con, Text(what(one), "bold").append(f"  {d.id}", "dim"), 2, 4)
            yield from hang(con, Text(f"{short(d.who)} on {d.at[:10]}: {line(d.why)}"), 4, 6)
            if state(one):
                yield from hang(con, Text(state(one), "dim"), 4, 6)

    return text(width, colour, build)


def decided_record(found: Sequence[Decided]) -> dict[str, Any]:
    """The log as data."""
    return {
        "decisions": [
            {
                "id": one.decision.id,
                "kind": one.decision.kind,
                "target": one.decision.target,
                "statement": one.statement,
                "sources": dict(one.sources),
                "what": what(one),
                "who": one.decision.who,
                "at": one.decision.at,
                "why": one.decision.why,
                "undoes": one.decision.undoes,
                "undone_by": one.decision.undone_by,
            }
            for one in found
        ]
    }


def decided_rows(found: Sequence[Decided]) -> Iterator[Sequence[object]]:
    """The cells of `COLUMNS`, one row for each decision."""
    for one in found:
        d = one.decision
        yield d.id, d.kind, one.statement or d.target, what(one), d.who, d.at, d.why, state(one)


def what(one: Decided) -> str:
    """What was decided, in words."""
    d, payload = one.decision, one.decision.payload

    def name(id: str) -> str:
        return short(one.sources.get(id, f"a source no longer held ({id})"))

    place = one.statement or (title(one.article) if one.article else d.target)
    match d.kind:
        case "merge":
            return f"merge: {name(payload['other'])} is {name(payload['into'])}"
        case "split":
            return f"split: {short(payload['name'])} taken out of {name(d.target)}{_conditions(payload)}"
        case "correct":
            return f"correct {place}: {', '.join(_changes(payload))}"
        case "add":
            return f"add {place}: a statement that was missed"
        case "reject":
            return f"reject {place}: no statement"
        case "dispute":
            return f"dispute {place}: {short(payload.get('reply') or '')}"
        case "undo":
            return f"undo {d.undoes}"
        case "edge cut" | "edge link" if "article" in (payload.get("b") or {}):
            return f"{d.kind} {place} → {short(payload['b']['article'])}"
        case "claim split" | "claim merge" if "article" in (payload.get("b") or {}):
            told = "taken out of what is told in" if d.kind == "claim split" else "tells what is told in"
            return f"{d.kind}: a report in {short(payload['b']['article'])} {told} {place}"
        case other:
            return f"{short(other)} {place}"


def state(one: Decided) -> str:
    """Whether a decision was taken back, and by which."""
    return f"taken back by {one.decision.undone_by}" if one.decision.undone_by else ""


def corrected_text(found: Corrected, *, width: int = 100, colour: bool = False) -> str:
    """A statement before and after in its paragraph."""

    def build(con: Console) -> Iterator[Text]:
        yield from _shown(con, "BEFORE", found.before, "It was not there.")
        yield Text()
        yield from _shown(con, "AFTER", found.after, "It is in no answer any more.")
        if found.goes_on:
            yield Text()
            told = f"go on from it and keep the source that they had: {', '.join(found.goes_on[:_MOST])}"
            yield from hang(con, Text(f"! {told}", "bold yellow"), 0, 2)
        yield Text()
        yield from hang(con, Text(f"take it back with firsthand undo {found.decision.id}", "dim"), 0, 2)

    return text(width, colour, build)


def going_text(target: Target, found: Forgotten, *, width: int = 100, colour: bool = False, done: bool = False) -> str:
    """What would go, or went, with the exports that held it and what firsthand cannot reach."""

    def build(con: Console) -> Iterator[Text]:
        kind = {"url": "address"}.get(target.kind, target.kind)
        yield from heading(con, "FORGOTTEN" if done else "WOULD BE FORGOTTEN", kind)
        yield from hang(con, Text(short(target.name), "bold").append(f"  {short(target.id)}", "dim"), 2, 4)
        for words in _going(target, found):
            yield from hang(con, Text(words), 2, 4)
        for article in target.articles[:_MOST]:
            told = f"{when(article)} · {where(article)} · {title(article)} · {article.id}"
            yield from hang(con, Text(told, "dim"), 4, 6)
        if len(target.articles) > _MOST:
            yield Text(f"    and {some(len(target.articles) - _MOST, 'more article')}", "dim")
        if target.mention:
            ids = ", ".join(article.id for article in target.mention[:_MOST])
            have = "has" if len(target.mention) == 1 else "have"
            told = f"{some(len(target.mention), 'other article')} that {have} its name stay: {ids}"
            yield from hang(con, Text(f"! {told}", "bold yellow"), 2, 4)
        if target.surnamed:
            many = some(target.surnamed, "other article")
            told = f"{many} with {short(target.surname or '')} alone stay: that may mean somebody else"
            yield from hang(con, Text(f"! {told}", "bold yellow"), 2, 4)
        yield Text()
        yield from exports_lines(con, found, done=done)
        yield from hang(con, Text(UNREACHED, "dim"), 2, 4)

    return text(width, colour, build)


def exports_lines(con: Console, found: Forgotten, *, done: bool) -> Iterator[Text]:
    """The exports that held any of it, to be called back."""
    if not found.exports:
        yield Text("  No export of this ledger held any of it.")
        return
    yield from hang(con, Text(f"{some(len(found.exports), 'export')} held it: call these back", "bold"), 2, 4)
    for one in found.exports:
        how = "" if one.with_text else " without text"
        yield from hang(con, Text(f"{one.format}{how} · {line(one.place)} · {one.at[:10]}"), 4, 6)
    if found.copies and not done:
        yield from _copies(con, found)


def _going(target: Target, found: Forgotten) -> Iterator[str]:
    counts = [some(found.articles, "article"), some(found.captures, "capture"), some(found.statements, "statement")]
    if target.kind == "source":
        yield f"its names, identifiers and {some(found.statements, 'statement')}, and every decision about them"
        yield f"the text and the captured bytes of {some(found.cleared, 'article')} that name it; offsets stay"
    else:
        yield f"{', '.join(counts)}, with what people decided about them"
    yield "a salted digest stays, so that it is not taken in again"
    if found.copies:
        many = some(len(found.copies), "other article")
        yield f"{many} here with much of the same text: not forgotten with it: {', '.join(found.copies[:_MOST])}"


def _copies(con: Console, found: Forgotten) -> Iterator[Text]:
    yield from hang(con, Text("copies of it in this ledger may have been exported too", "dim"), 4, 6)


def _shown(con: Console, name: str, shown: ShownStatement | None, nothing: str) -> Iterator[Text]:
    yield Text(name, "bold")
    if shown is None:
        yield Text(f"  {nothing}")
        return
    answer = shown.answer
    yield from hang(con, Text(says(answer), "bold").append(f"  {answer.id}", "dim"), 2, 4)
    for part in _paragraph(shown).split("\n"):
        yield from hang(con, part, 4, 4)
    put = (*notes(answer), answer.quotation, f"stance {answer.stance}", f"certainty {answer.certainty}")
    yield from hang(con, Text("· " + " · ".join(put), "dim"), 4, 6)


def _paragraph(shown: ShownStatement) -> Text:
    """The paragraph with the content marked by brackets that no article has."""
    if shown.paragraph is None:
        return Text(CLEARED if shown.answer.content is None else content(shown.answer))
    out, at = Text(), shown.at
    for start, end in sorted(span for name, span in shown.marks if name == "content"):
        out.append(cleaned(shown.paragraph[at - shown.at : start - shown.at]))
        out.append("⟦" + cleaned(shown.paragraph[start - shown.at : end - shown.at]) + "⟧", "bold")
        at = end
    return out.append(cleaned(shown.paragraph[at - shown.at :]))


def _conditions(payload: Mapping[str, Any]) -> str:
    told = [f"{some(len(payload['articles']), 'article')}"] if payload.get("articles") else []
    told += [f"as {short(', '.join(payload['roles']))}"] if payload.get("roles") else []
    told += [f"in {short(', '.join(payload['outlets']))}"] if payload.get("outlets") else []
    told += ["by spelling"] if payload.get("spellings") else []
    return f" ({', '.join(told)})" if told else ""


def _changes(payload: Mapping[str, Any]) -> list[str]:
    source = payload.get("source")
    told = [f"{name.replace('_', ' ')} {_value(value)}" for name, value in payload.get("changes", {}).items()]
    if source:
        called = source.get("name") or source.get("descriptor") or source.get("local") or "a source"
        told.insert(0, f"the source is {short(called)}{' (unnamed)' if source.get('anonymous') else ''}")
    if payload.get("unknown"):
        told.insert(0, "the source is not known")
    return told


def _value(value: object) -> str:
    if isinstance(value, list):
        return " ".join(f"{start}:{end}" for start, end in value[:_MOST])
    return short(str(value))
