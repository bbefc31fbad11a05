"""Owns what differs between two versions of one article. It asks nobody why, and calls no difference an error.

Both readings should be by the same rules and encoder: else what differs may be the reading, not the page.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel, LCSseq

from firsthand.language.correction_notes import Note, correction_notes
from firsthand.language.likeness import folded_words
from firsthand.language.quotes import Quote, quotations
from firsthand.language.words import rows
from firsthand.model import Reading, Span, Statement

Aspect = Literal["wording", "number", "quoted words", "quotation", "source", "stance", "certainty", "hedge"]

ALIKE = 0.5
"""Share of words, in order, from which two contents of the same source are two wordings of one statement. Not tuned."""
ALIKE_ELSEWHERE = 0.75
"""The same, where the sources differ: what one said is not taken for what another said on half of the words."""
CUT, CUT_WORDS = 0.9, 5
"""A content that was cut down or drawn out is still the same: this share of the shorter one's words, and at least so
many, stand in the longer one in order."""
REACH = 150
"""Statements further apart than this in the order of their articles are not compared, so that time stays bounded."""

_SCALES = ("hundred", "thousand", "million", "billion", "trillion")
_NOT_NUMBERS = ("one", "both", "neither")  # "one of them said" counts nothing
_VAGUE = ("dozens", "hundreds", "thousands", "millions", "billions", "scores", "dozen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One thing that differs in a statement, as words of the two versions; empty where one version has none."""

    aspect: Aspect
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """One statement in both versions, and what differs (at least one thing)."""

    before: Statement
    after: Statement
    differs: tuple[Differing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs between two versions of one article.

    `gained` are statements of the later version, `lost` of the earlier one, each in its article's order; `altered` goes
    by the later one's. `kept` counts the statements in which nothing differs. `title` and `published` are
    ``(before, after)``. `words_differ` is True where the texts differ in a word, own-voice sentences too. `note` is the
    correction note of the later text, one that the earlier text lacks if there is one (`note_is_new`); else None.
    """

    gained: tuple[Statement, ...] = ()
    lost: tuple[Statement, ...] = ()
    altered: tuple[Alteration, ...] = ()
    kept: int = 0
    title: tuple[str | None, str | None] = (None, None)
    published: tuple[str | None, str | None] = (None, None)
    words_differ: bool = False
    note: Note | None = None
    note_is_new: bool = False

    @property
    def differ(self) -> bool:
        """True where anything differs: a word, a mark that makes a quotation, the title, the time of publication."""
        heads = self.title[0] != self.title[1] or self.published[0] != self.published[1]
        return bool(self.words_differ or heads or self.gained or self.lost or self.altered)


def changes(before: Reading, after: Reading) -> Changes:
    """What differs between two readings of one article's versions, `before` being the earlier one.

    Statements are paired one to one by content and source (`matches`). Nothing is inferred from layout: case,
    punctuation outside quotations and white space do not count.
    """
    pairs = _paired(_told(before), _told(after))
    looked = [(x.statement, y.statement, _differing(x, y)) for x, y in pairs]
    ours, theirs = {x.statement.id for x, _ in pairs}, {y.statement.id for _, y in pairs}
    note, is_new = _note(before.article.text, after.article.text)
    return Changes(
        gained=tuple(s for s in after.statements if s.id not in theirs),
        lost=tuple(s for s in before.statements if s.id not in ours),
        altered=tuple(Alteration(before=x, after=y, differs=d) for x, y, d in looked if d),
        kept=sum(1 for _, _, d in looked if not d),
        title=(before.article.title, after.article.title),
        published=(before.article.published, after.article.published),
        words_differ=_words(before.article.text) != _words(after.article.text),
        note=note,
        note_is_new=is_new,
    )


def in_words(found: Changes) -> str:
    """One sentence for a reader, on what was found and no more."""
    if not found.differ:
        return "the two captures have the same words"
    if found.note is None:
        return "the two captures differ; no correction note found"
    article = "an" if found.note.kind[0] in "aeiou" else "a"
    kind = "correction note" if found.note.kind == "correction" else f"{found.note.kind} note"
    kind = "editor’s note" if found.note.kind == "editor’s note" else kind
    where = "found in the later one" if found.note_is_new else "found in both"
    return f"the two captures differ; {article} {kind} is {where}"


def _note(before: str, after: str) -> tuple[Note | None, bool]:
    """The note to show: new ones before old ones, those that correct before others, the first before the later."""
    known = {_words(note.span.of(before)) for note in correction_notes(before)}
    notes = [(_words(n.span.of(after)) in known, not n.corrects, n.span.start, n) for n in correction_notes(after)]
    if not notes:
        return None, False
    was_there, _, _, note = min(notes, key=lambda n: n[:3])
    return note, not was_there


# Which statement of the one is which of the other


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A statement with what it is matched and compared by; `content` and `source` are folded words."""

    at: int
    statement: Statement
    content: tuple[str, ...]
    source: tuple[str, ...]
    unnamed: bool
    wording: str
    called: str
    quoted: str
    hedges: tuple[tuple[str, str], ...]


def matches(before: Reading, after: Reading) -> tuple[tuple[Statement, Statement], ...]:
    """Statements of `before` and `after` that are one statement, one to one, in the order of `after`.

    Equal contents of one source first, then the most alike (greedy, best first; ties go to the nearer in the order of
    the text, so that the same readings always give the same pairs). At most `REACH` places apart.
    """
    return tuple((x.statement, y.statement) for x, y in _paired(_told(before), _told(after)))


def _paired(ours: Sequence[_Told], theirs: Sequence[_Told]) -> list[tuple[_Told, _Told]]:
    taken = _equal(ours, theirs)
    used = set(taken.values())
    candidates = []
    shift = (len(theirs) - len(ours)) / 2
    for y in (t for t in theirs if t.at not in taken):
        for x in ours[max(0, y.at - REACH) : y.at + REACH]:
            if x.at in used:
                continue
            score = _score(x, y)
            if score:
                nested = (x.statement.parent is None) != (y.statement.parent is None)
                candidates.append((-score, nested, abs(y.at - x.at - shift), y.at, x.at))
    for *_, k, i in sorted(candidates):
        if k not in taken and i not in used:
            taken[k] = i
            used.add(i)
    return [(ours[taken[k]], theirs[k]) for k in sorted(taken)]


def _told(reading: Reading) -> list[_Told]:
    quotes = quotations(reading.article.text)
    found = []
    for at, s in enumerate(reading.statements):
        wording, called = _shown(reading, s.content_spans), _called(reading, s)
        told = _Told(
            at=at,
            statement=s,
            content=_words(wording),
            source=_words(called),
            unnamed=s.source is not None and reading.source(s.source).anonymous,
            wording=wording,
            called=called,
            quoted=_shown(reading, _quoted(quotes, s)),
            hedges=tuple((f"{h.term} {h.by is None}", reading.article.words(h.span)) for h in s.hedges),
        )
        found.append(told)
    return found


def _equal(ours: Sequence[_Told], theirs: Sequence[_Told]) -> dict[int, int]:
    """Place in `theirs` and place in `ours` of the statements with the same words of the same source."""
    waiting: dict[object, list[int]] = {}
    for x in reversed(ours):
        waiting.setdefault((x.content, x.source, x.unnamed, x.statement.parent is None), []).append(x.at)
    found = {}
    for y in theirs:
        places = waiting.get((y.content, y.source, y.unnamed, y.statement.parent is None))
        if places:
            found[y.at] = places.pop()
    return found


def _score(x: _Told, y: _Told) -> float:
    """How alike two statements are, in 0..1.25; 0 where they are not taken for one."""
    alike = round(Indel.normalized_similarity(x.content, y.content), 6)
    same = _same_source(x, y)
    if same and alike < ALIKE:
        least = min(len(x.content), len(y.content))
        if least >= CUT_WORDS and LCSseq.similarity(x.content, y.content) >= CUT * least:
            alike = ALIKE
    return alike + 0.25 * same if alike >= (ALIKE if same else ALIKE_ELSEWHERE) else 0.0


def _same_source(x: _Told, y: _Told) -> bool:
    """The same words, or, for named ones, a shorter form of the name in the longer one ("Brandt", "Ilse Brandt")."""
    if x.unnamed != y.unnamed or not x.source or not y.source:
        return x.unnamed == y.unnamed and x.source == y.source
    if x.source == y.source:
        return True
    short, long = sorted((set(x.source), set(y.source)), key=len)
    return not x.unnamed and short <= long


# What differs in one statement


def _differing(x: _Told, y: _Told) -> tuple[Differing, ...]:
    found: list[tuple[Aspect, str, str]] = []
    if x.content != y.content:
        found.append(("wording", x.wording, y.wording))
    numbers = _only(_numbers(x.wording), _numbers(y.wording))
    if numbers is not None:
        found.append(("number", *numbers))
    if _words(x.quoted) != _words(y.quoted):
        found.append(("quoted words", x.quoted, y.quoted))
    if not _same_source(x, y):
        found.append(("source", x.called, y.called))
    hedges = _only(x.hedges, y.hedges)
    if hedges is not None:
        found.append(("hedge", *hedges))
    one, other = x.statement, y.statement
    plain: tuple[tuple[Aspect, str, str], ...] = (
        ("quotation", one.quotation, other.quotation),
        ("stance", one.stance, other.stance),
        ("certainty", one.certainty, other.certainty),
    )
    found += [p for p in plain if p[1] != p[2]]
    return tuple(Differing(aspect=aspect, before=a, after=b) for aspect, a, b in found)


def _called(reading: Reading, statement: Statement) -> str:
    """The source's name, else the article's wording for it, else the words beside the cue; empty where not known."""
    source = None if statement.source is None else reading.source(statement.source)
    named = None if source is None else source.name or source.descriptor
    beside = "" if statement.source_span is None else reading.article.words(statement.source_span)
    return " ".join((named or beside).split())


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word, _, _ in folded_words(text))


def _shown(reading: Reading, spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(reading.article.words(s).split()) for s in spans)


def _quoted(quotes: Sequence[Quote], statement: Statement) -> list[Span]:
    """Where the content stands in quotation marks, the outermost marks taken."""
    pieces: list[Span] = []
    for inner in (q.inner for q in quotes if q.inner is not None):
        for span in statement.content_spans:
            if inner.meets(span):
                piece = Span(max(inner.start, span.start), min(inner.end, span.end))
                pieces += [] if any(p.holds(piece) for p in pieces) else [piece]
    return sorted(pieces)


def _numbers(text: str) -> list[tuple[str, str]]:
    """The numbers of `text`, each in one form to compare by and as written: figures, numerals, vague quantities."""
    numerals = {row[0]: row[1] for row in rows("quantities.tsv") if row[1] == row[2] and row[0] not in _NOT_NUMBERS}
    found: list[tuple[str, str]] = []
    end = -1
    for word, start, stop in folded_words(text):
        grouped = bool(found) and start == end + 1 and text[end] in ",." and word.isdigit()
        beside = bool(found) and not text[end:start].strip(" \u00a0-%") and end >= 0
        if grouped and found[-1][0].isdigit():
            key, written = found.pop()
            thousands = text[end] == "," and len(word) == 3
            found.append((key + word if thousands else f"{key}.{word}", text[start - len(written) - 1 : stop]))
        elif word in _SCALES and beside:
            key, written = found.pop()
            found.append((f"{key} {word}", f"{written} {text[start:stop]}"))
        elif any(c.isdigit() for c in word) or word in numerals or word in _VAGUE:
            found.append((numerals.get(word, word), text[start:stop]))
        else:
            continue
        end = stop
    return found


def _only(before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """What only one side has, as written; None where both have the same."""
    one, other = list(before), list(after)
    here, there = Counter(k for k, _ in one), Counter(k for k, _ in other)
    if here == there:
        return None
    return _listed(one, here - there), _listed(other, there - here)


def _listed(pairs: Iterable[tuple[str, str]], wanted: "Counter[str]") -> str:
    left, out = wanted.copy(), []
    for key, written in pairs:
        if left[key] > 0:
            left[key] -= 1
            out.append(written)
    return ", ".join(out)
