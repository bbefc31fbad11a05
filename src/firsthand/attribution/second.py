"""Owns the second reporting verb of one subject: "said that X but cautioned that Y" is two. It guesses nobody.

Quirk et al. 1985 §13.53: predicates are coordinated under one subject, and each takes a that-clause of its own.
PolNeAR's annotators mark such verbs apart. It splits only where the second verb can hardly be one of the first's
content: it has the form of the first cue, is a verb of telling, and "that" or a quotation follows it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft, exchanged
from firsthand.language.lexicons import Cue, load
from firsthand.language.quotes import DOUBLE_EITHER, DOUBLE_OPEN, GUILLEMETS, Quote
from firsthand.model import Article, Span

PRODUCER = "rule:second-cue"
AFTER = 60
"""Characters after a content in which the conjunction and its verb stand that go on from it."""
_PRIVATE_VERBS = """
    see hear find learn know realise realize decide discover determine remember recall deduce observe notice spot show
    mean establish prove ensure appear seem sound look imply
"""
_PRIVATE = frozenset(_PRIVATE_VERBS.split())
"""Verbs, beside those of belief, that people are told to have done as often as to have said (Quirk et al. §16.31: the
private ones, and what results show). They are coordinated with a cue of their own kind only."""
_INNER = frozenset(("believes", "expects", "doubts", "wants"))
_ADVERB = (
    r"(?:\w+ly|also|then|later|still|even|(?:once\s+)?again|instead|nonetheless|nevertheless|at\s+the\s+same\s+time)"
)
_JOINT = re.compile(rf"(?P<comma>,)?\s+(?P<word>but|and|while|yet|though|although)\s+(?:{_ADVERB},?\s+)?(?=[a-z])")
_WHOM = r"(?:him|her|them|us|reporters|journalists|lawmakers|the\s+[a-z]+|[A-Z][\w’'-]+)"
_WHEN = r"(?:(?:on|in|at)\s+(?:an?\s+|the\s+)?[\w’'-]+|[A-Z]\w+day)"
_CLAUSE = re.compile(
    rf"(?:\s+{_WHOM})?(?:\s+{_WHEN})?(?:,?\s+(?P<that>that)\b(?!\s+(?:is|was|one)\b)|[,:]\s*(?=[{DOUBLE_OPEN}{DOUBLE_EITHER}{GUILLEMETS[0]}]))"
)
_WORD = re.compile(r"[a-z][a-z’'-]*", re.I)
_PERFECT = re.compile(r"\b(?:ha(?:d|ve|s)|having)\b|[’'](?:d|ve)\b", re.I)
_UNTOLD = re.compile(r"\b(?:to|will|would|shall|should|can|could|may|might|must|let|lets|make|makes|made)\s", re.I)
"""What makes an infinitive of a cue: the verb after "and" may then be one of the clause around it."""
_AUXILIARY = {"did": "past", "didn’t": "past", "does": "third", "doesn’t": "third", "do": "base", "don’t": "base"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Second:
    """A second cue: where its conjunction begins, the verb, and where its clause begins. `sure` where it can only be
    the subject's of the first cue; else the encoder must have found it beside the first too."""

    joint: int
    cue: Span
    clause: int
    sure: bool


def second_cues(
    article: Article, drafts: Sequence[Draft], marks: Sequence[Quote], sentences: Sequence[Span]
) -> list[Draft]:
    """`drafts` with the content of a cue split where a second cue of the same subject begins in its sentence.

    What follows that cue is a statement of the same source. One that the encoder had found inside the first is taken
    out of it; one that it had found beside the first is left as it is, and gets the source where it has none.
    """
    quoted = Cover(q.span for q in marks if q.level == 0)
    begins = [s.start for s in sentences]
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.cue is not None and draft.inside is None:
            by_sentence.setdefault(bisect_right(begins, draft.cue.start) - 1, []).append(draft)
    swap: dict[int, Draft] = {}
    added: list[Draft] = []
    for k, here in by_sentence.items():
        now = _settled(article.text, here, quoted, sentences[k]) if k >= 0 else here
        swap |= {id(old): new for old, new in zip(here, now, strict=False) if new is not old}
        added += now[len(here) :]
    return [*exchanged(drafts, swap), *added] if swap or added else list(drafts)


def _settled(text: str, here: Sequence[Draft], quoted: Cover, sentence: Span) -> list[Draft]:
    """The drafts of one sentence, each in its place, split until nothing is left to split; new ones at the end."""
    now = list(here)
    changed = True
    while changed:
        changed = any(_split(text, now, i, quoted, sentence) for i in range(len(now)))
    return now


def _split(text: str, now: list[Draft], at: int, quoted: Cover, sentence: Span) -> bool:
    """Splits the draft at index `at` at its next second cue, in `now` itself; False where nothing is to be changed."""
    first = now[at]
    if first.nested or first.source is None or first.cue is None or first.source.end > first.cue.start:
        return False
    for second in _seconds(text, first, quoted, sentence):
        same = [i for i, d in enumerate(now) if d.cue is not None and d.cue.meets(second.cue)]
        beside = next((i for i in same if not now[i].nested), None)
        inside = next((i for i in same if now[i].nested), None)
        mine = tuple(Span(c.start, min(c.end, second.joint)) for c in first.contents if c.start < second.joint)
        head = first if mine == first.contents else replace(first, contents=mine)
        if beside is not None:
            other = now[beside]
            lacks = second.sure and other.source is None
            if head is first and not lacks:
                continue
            now[at], now[beside] = head, replace(other, source=first.source) if lacks else other
            return True
        limit = min([sentence.end, *(d.begins for d in now if not d.nested and d.begins >= second.clause)])
        contents = _contents(text, first, None if inside is None else now[inside], second, limit)
        if second.sure and contents:
            cue = second.cue if inside is None else now[inside].cue
            new = Draft(contents=contents, cue=cue, source=first.source, producer=PRODUCER)
            now[at] = head
            if inside is None:
                now.append(new)
            else:
                now[inside] = new
            return True
    return False


def _seconds(text: str, first: Draft, quoted: Cover, sentence: Span) -> Iterator[_Second]:
    """The cues coordinated with that of `first`, in order."""
    cue = first.cue
    assert cue is not None
    start = first.contents[0].start
    own = _form(text, cue)
    if own is None or start < cue.end or _UNTOLD.search(text, max(cue.start - 12, 0), cue.end):
        return
    for m in _JOINT.finditer(text, start, min(sentence.end, first.contents[-1].end + AFTER)):
        found = _verb(text, m.end(), sentence.end)
        if found is None:
            continue
        verb, form, lemma = found
        clause = _CLAUSE.match(text, verb.end, sentence.end)
        before = max((min(c.end, m.start()) for c in first.contents if c.start < m.start()), default=start)
        if (
            clause is not None
            and form == own[0]
            and (_is_public(lemma) or not _is_public(own[1]))
            and not re.search(r"\w", text[before : m.start()])
            and not quoted.meets(Span(m.start(), verb.end))
        ):
            begins = clause.start("that") if clause["that"] else clause.end()
            sure = bool(m["comma"]) or m["word"] != "and" or _is_plain(text[start : m.start()])
            yield _Second(joint=m.start(), cue=verb, clause=begins, sure=sure)


def _is_public(cue: Cue) -> bool:
    return cue.stance not in _INNER and cue.lemma not in _PRIVATE


def _is_plain(content: str) -> bool:
    """True where "and" with no comma before it can only join the cues: the content has its own "that" or is quoted, and
    no perfect ("had left and warned that …") that a participle could go on from.
    """
    opened = re.match(rf"that\b|[{DOUBLE_OPEN}{DOUBLE_EITHER}{GUILLEMETS[0]}]", content)
    last = load().cues.entries.get((content.split() or [""])[-1], ())
    return opened is not None and not _PERFECT.search(content) and not any(len(entry) == 1 for entry, _ in last)


def _verb(text: str, start: int, end: int) -> tuple[Span, str, Cue] | None:
    """The entry of the cue lexicon that begins at `start`: its span, the form of its verb, and the cue."""
    words = list(_WORD.finditer(text, start, min(end, start + 60)))
    if not words or words[0].start() != start:
        return None
    said = tuple(w.group().lower() for w in words)
    for entry, cue in load().cues.entries.get(said[0], ()):
        if said[: len(entry)] == entry:
            return Span(start, words[len(entry) - 1].end()), _shape(entry[0], cue), cue
    return None


def _form(text: str, cue: Span) -> tuple[str, Cue] | None:
    """(past, third, base, -ing) of the cue's verb, its auxiliary counted, and what the lexicon has of it."""
    entries = load().cues.entries
    carried: str | None = None
    for word in (w.group().lower().replace("'", "’") for w in _WORD.finditer(text, cue.start, cue.end)):
        carried = _AUXILIARY.get(word, carried)
        if word in entries and word not in _AUXILIARY:
            found = entries[word][-1][1]
            return carried or _shape(word, found), found
    return None


def _shape(word: str, cue: Cue) -> str:
    lemma = cue.lemma.split()[0]
    if word == lemma:
        return "base"
    return "-ing" if word.endswith("ing") else "third" if word.endswith("s") else "past"


def _contents(text: str, first: Draft, inside: Draft | None, second: _Second, limit: int) -> tuple[Span, ...]:
    """What the second cue claims: what was found of it inside the first, else what the first had there, else all up to
    `limit`; its "that" or opening mark is part of it."""
    rest = [Span(max(c.start, second.clause), c.end) for c in first.contents if c.end > second.clause]
    if inside is not None and inside.contents[0].start >= second.cue.end:
        rest = list(inside.contents)
    if not rest:
        end = len(text[:limit].rstrip(" \t\n.!?;,"))
        rest = [Span(second.clause, end)] if end > second.clause else []
    return tuple(rest)
