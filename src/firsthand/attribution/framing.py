"""Owns the time clause behind reported speech that is the article's: "…, a day after it emerged that …". It adds none.

"She said she would not resign, a day after it emerged that …" tells when she said it (Quirk et al. 1985 §15.25); "she
said he had died on Sunday, two days after he was struck" tells when he died. A content is cut only where the page shows
the first: the encoder broke off inside the clause, the clause tells of a publication, or of something past where the
content is of what will be.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft, exchanged
from firsthand.language.quotes import Quote
from firsthand.model import Article, Span

REACH = 120
"""Characters behind the clause's conjunction that are read for its verb."""
_COUNT = r"(?:(?:just|only|barely|nearly|almost|about|some|more\s+than|less\s+than)\s+)*"
_CLAUSE = re.compile(
    rf",\s+{_COUNT}(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|many|few|a\s+few|\d+)\s+)?"
    r"(?:minute|hour|day|night|week|fortnight|month|year|moment)s?\s+(?:after|before)\s+(?=\S)"
)
_PUBLIC = re.compile(
    r"(?:it\s+(?:emerged|transpired|became\s+known|came\s+to\s+light|was\s+(?:revealed|reported|disclosed|announced))"
    r"|(?:news|word|reports?|details|rumou?rs|an?\s+\w+|the\s+\w+)\s+(?:broke|emerged|surfaced|leaked|spread)"
    r"|(?:[\w’'-]+\s+){1,5}?(?:published|reported|revealed|disclosed|leaked|aired|broadcast|ran|was\s+(?:published|leaked)"
    r"|were\s+(?:published|leaked)))\b"
)
_SHOWN = re.compile(
    r"\b(?:would|will|wo|could|can|should|must|may|might|is|are|was|were|has|have|had|do|does|did|not)\b|n[’']t\b|[’'](?:s|re|ll|ve|d)\b"
)
_AHEAD = re.compile(r"\b(?:would|will|wo|shall|is|are)\b|[’']ll\b")
_IRREGULAR = """
    was were became began broke brought built bought came caught chose cut died drove fell felt fled flew found fought
    gave got grew had heard held hid hit kept knew led left lost made met paid put quit ran read resigned rode rose said
    sank sat saw sent set shook shot shut sold spent spoke stood stole stopped struck swept swore taught threw told took
    went withdrew won wrote burst tore
"""
_PAST = re.compile(rf"(?:[\w’'-]+\s+){{1,6}}?(?:[a-z]+ed|{'|'.join(_IRREGULAR.split())})\b")
_BACK = re.compile(r"\b(?:had|has|have|will|would|is|are)\b")
_WHEN = re.compile(r"\b(?:on|in|at|by|from|until|till|since|last|next|this)\s+[\w’'-]+(?:\s+[\w’'-]+){0,2}$|\w+day$")


def without_framing(article: Article, drafts: Sequence[Draft], marks: Sequence[Quote]) -> list[Draft]:
    """`drafts`, their contents ended before a time clause that is the article's own."""
    quoted = Cover(q.span for q in marks if q.level == 0)
    new: dict[int, Draft] = {}
    for draft in drafts:
        at = _begins(article.text, draft, quoted)
        if at is not None:
            contents = tuple(Span(c.start, min(c.end, at)) for c in draft.contents if c.start < at)
            new[id(draft)] = replace(draft, contents=contents)
    return exchanged(drafts, new)


def _begins(text: str, draft: Draft, quoted: Cover) -> int | None:
    """Where such a clause begins in the content, None where none does that is surely the article's."""
    cue, last = draft.cue, draft.contents[-1]
    if cue is None or last.start < cue.end:
        return None
    for m in _CLAUSE.finditer(text, last.start, min(len(text), last.end + 40)):
        if not last.start < m.start() < last.end or quoted.meets(Span(m.start() + 1, m.end())):
            continue
        said = text[last.start : m.start()]
        clause = _clause(text, m.end())
        if last.end <= m.end() + _few(text, m.end()) and clause:
            return m.start()
        if not _PAST.match(clause) and not _PUBLIC.match(clause):
            continue
        if _BACK.search(clause.split(",")[0].split(" that ")[0]):
            continue
        published = _PUBLIC.match(clause) is not None and _SHOWN.search(said) is not None
        if published or (" after " in m[0] and _AHEAD.search(said) and not _WHEN.search(said)):
            return m.start()
    return None


def _few(text: str, at: int) -> int:
    """How many characters the first word behind the conjunction has, its blank counted: a clause is longer."""
    m = re.match(r"[\w’'-]+\s?", text[at : at + 40])
    return m.end() if m else 0


def _clause(text: str, at: int) -> str:
    """The words behind the conjunction, to the end of the clause or `REACH` characters on."""
    return re.split(r"[.;:!?\n]", text[at : at + REACH], maxsplit=1)[0]
