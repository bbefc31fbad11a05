"""Owns which outlet is the article's own, where its page, its dateline or the text itself says so.

The article's own outlet is no link of a chain. Where the signs do not agree it names none: a link too many is easier to
see than one that is missing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from firsthand.language.words import outlets, plain, words
from firsthand.model import Article, Span, Statement
from firsthand.resolution.entities import Entity, Register
from firsthand.resolution.layout import Layout

Dealing = Literal["told", "seen", "asked"]

HEAD, TAIL = 400, 3
"""Characters from the body's start, and lines at the end, in which a byline or a notice of copyright may stand."""
LINE = 140
"""Characters of the longest line that is read as a byline or a notice."""
NEAR = 90
"""Characters beside a mention that tell what the outlet has to do with the sentence."""

_DATELINE = re.compile(r"^[^\n(]{2,60}\(([A-Z][\w .&’'-]{1,30})\)\s*[—–-]", re.M)
_OWN_PAPER = re.compile(
    r"\b(?:this|our) (?:news)?(?:paper|site|website|publication|magazine|programme|outlet|agency|channel)\b", re.I
)
_BYLINE = re.compile(
    r"(?:words |story |report )?by\s+(?-i:[A-Z])[\w.’'-]+(?:\s+(?-i:[A-Z])[\w.’'-]+){0,3}"
    r"(?:,|\s+[|–—-]|\s+(?:of|for))\s+(?:the\s+)?(?P<outlet>[^,|]{2,40}?)"
    r"(?:\s+(?:(?:senior|chief|staff|political|science|health|business|sports?|crime|court|local)\s+)*"
    r"(?:writer|reporter|correspondent|editor))?",
    re.I,
)
_NOTICE = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}(?:\s?[-–]\s?\d{2,4})?)?,?\s*(?:by\s+)?(?:the\s+)?"
    r"(?P<outlet>[^,.|]{2,40}?)(?:\s+\d{4})?(?:[.,|].*)?",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:told|(?:spoke|spoken|speaking|talked|talking|said|wrote) (?:to|with)|interview (?:with|given to)|"
    r"(?:e-?mail|letter|statement|message|answers?) to)\s+(?:the\s+)?$",
    re.I,
)
_SEEN = re.compile(
    r"\b(?:seen|reviewed|obtained|examined|heard|viewed|read) by\s+(?:the\s+)?$|"
    r"\b(?:shown to|shared with|leaked to|sent to)\s+(?:the\s+)?$",
    re.I,
)
_HAS_SEEN = re.compile(r"\s+(?:has|have) (?:also )?(?:seen|reviewed|obtained|examined|heard|viewed|read|learned)\b")
_ASKED = re.compile(
    r"\b(?:declin\w+|refus\w+) to (?:comment|talk|speak)(?: to| with)\s+(?:the\s+)?$|"
    r"\b(?:respon\w+|repl\w+|answer\w*) to (?:(?:a|any|several|repeated|written) )?"
    r"(?:(?:requests?|questions?|messages?|calls?)(?: for comment)? )?from\s+(?:the\s+)?$|"
    r"\b(?:return|returned|returning|answered) (?:[a-z]+ )?(?:calls?|messages?|e-?mails?) from\s+(?:the\s+)?$|"
    r"\breached by\s+(?:the\s+)?$",
    re.I,
)
_HAS_ASKED = re.compile(
    r"\s+(?:(?:has|have) )?(?:also )?(?:asked|approached|contacted|reached out to|requested|sought|"
    r"put (?:the|these|its) [\w ]{3,30} to)\b[^.\n]{0,80}\b(?:comment|response|statement|reply)\b|"
    r"\s+(?:is not naming|agreed not to (?:name|identify)|is withholding|granted)\b|"
    r"[’']s?\s+(?:[a-z]+ )?(?:requests? for|calls|messages|e-?mails|enquiries|inquiries)\b",
    re.I,
)
_SPEAKS = re.compile(
    r"(?:[’']s\s+(?:[\w-]+\s+){0,2}(?:report|article|story|account|sources?|journalists?|reporters?|investigation|"
    r"editorial|interview)\b|"
    r"\s+(?:[\w-]+ly\s+|first\s+|also\s+|has\s+|had\s+|have\s+|then\s+|later\s+){0,2}"
    r"(?:report(?:ed|s|ing)?|wrote|writes|writing|said|says|publish(?:ed|es)?|reveal(?:ed|s)?|claim(?:ed|s)?|noted|notes|"
    r"quot(?:ed|es)|cit(?:ed|es)|found|broke|disclosed|described|describes|printed|carried|aired|broadcast)\b)"
)
_QUOTED = re.compile(
    r"\b(?:according to|citing|cit(?:ed|es) (?:by|in)|report(?:ed|s)? (?:by|in|from|on)|quot(?:ed|ing) (?:by|in)?|"
    r"(?:article|story|column|op-ed|editorial|piece|essay|obituary|survey|poll|reporter|journalist|correspondent|"
    r"columnist|editor|host|anchor|owner|publisher|readers?) (?:in|for|by|from|at|of|on|with)|"
    r"(?:published|appeared|printed|aired|broadcast|revealed|broken|run) (?:by|in|on)|via|wrote (?:in|for)|"
    r"(?:appear\w*|said|speaking|spoke|interviewed|on|in) (?:on|by|in))\s+(?:the\s+)?$",
    re.I,
)
_KIND = (
    r"(?:newspaper|magazine|radio|station|broadcaster|channel|agency|paper|daily|weekly|website|site|outlet|network|"
    r"tabloid|journal|programme|program|podcast|blog|portal|news service|television|TV)"
)
_EVERYWHERE = re.compile(
    r"\b(?:Radio|TV|Television|Channel|Broadcast\w*|FM|Fox|Sky|Reuters|Associated Press|Agence|Agency|Wire|"
    r"News Service)\b|\A[A-Z][A-Z0-9-]{1,5}\Z"
)
"""Names of broadcasters and agencies: people go from one to the next, and many papers print what they told them."""
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
_NO_NAMES = frozenset(
    ("the", "a", "an", "he", "she", "they", "it", "his", "her", "their", "its", "who", "one", "another", "this", "that")
)
_MANY = re.compile(r"(?:two|three|four|five|six|several|many|some|a number|multiple|a dozen|both)\b", re.I)
_INTRODUCED = re.compile(rf"\b{_KIND},?\s+(?:the\s+)?$", re.I)
_TITLED = re.compile(rf"(?:[’']s\s+[“\"‘A-Z]|\s+{_KIND}\b|,\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}{_KIND}\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dealing:
    """One source that dealt with an outlet: how, and its words ("" for a document or where none stands there)."""

    way: Dealing
    who: str


def own_outlet(layout: Layout, register: Register, statements: Iterable[Statement]) -> Entity | None:
    """The entity of the article's own outlet, as page, dateline, byline, notice or text say; None where none does."""
    article = layout.article
    name = article.outlet
    if name is None and (m := _DATELINE.search(article.text[article.body_start : article.body_start + 300])):
        name = m.group(1)
    if name is not None:
        found = _called(register, name)
    else:
        found = _signed(article, register)
        if found is None:
            sources = sorted(s.source_span for s in statements if s.source_span is not None)
            found = _dealt_with(layout, register, sources)
    if found is not None:
        found.kind = "outlet"
    return found


def bare(name: str) -> str:
    """`plain` without "the"."""
    return plain(name).removeprefix("the ")


def speaks_of_itself(text: str, span: Span) -> bool:
    """True for "this newspaper", "our website": the article's own outlet."""
    return bool(_OWN_PAPER.search(span.of(text)))


def _called(register: Register, name: str) -> Entity | None:
    """The entity with that name, or with one that the list of outlets has for the same outlet."""
    key, short = plain(name), bare(name)
    for entity in register.entities:
        if key in entity.forms or any(bare(form) == short for form in entity.forms):
            return entity
    word = [e for e in register.entities if e.kind == "outlet" and plain(_short_word(e) or "") == short]
    if len(word) == 1:
        return word[0]
    known = outlets().get(short)
    if known is None:
        return None
    return next((e for e in register.entities if e.name and outlets().get(bare(e.name), ("",))[0] == known[0]), None)


def _signed(article: Article, register: Register) -> Entity | None:
    """The outlet that a byline ("By Ann Roe, Examiner Staff Writer") or a notice ("© The Carrow Examiner") names."""
    lines = [m.group().strip() for m in re.finditer(r"[^\n]+", article.text)]
    last = [line for line in lines if line][-TAIL:]
    head = article.text[: article.body_start + HEAD].split("\n")
    told = [line.strip() for line in (*head, *last, f"by {article.byline or ''}") if len(line) <= LINE]
    found: dict[int, Entity] = {}
    for line in told:
        m = _BYLINE.fullmatch(line) or _NOTICE.fullmatch(line)
        entity = _called(register, m.group("outlet")) if m else None
        if entity is not None and entity.kind in ("outlet", "unknown", "organisation"):
            found[entity.key] = entity
    return next(iter(found.values())) if len(found) == 1 else None


def _dealt_with(layout: Layout, register: Register, sources: list[Span]) -> Entity | None:
    """The one outlet that asked for comment, or that two sources dealt with, and that is nowhere said to report."""
    fits = []
    for entity in register.entities:
        if entity.kind != "outlet" or entity.name is None or _EVERYWHERE.search(entity.name):
            continue
        dealings = _dealings(layout, entity, sources)
        asked = any(d.way == "asked" for d in dealings)
        several = any(_two(a, b) for a, b in combinations(dealings, 2))
        if (asked or several) and not _is_another_s(layout, entity, sources):
            fits.append(entity)
    return fits[0] if len(fits) == 1 else None


def _dealings(layout: Layout, entity: Entity, sources: list[Span]) -> list[_Dealing]:
    found = []
    for mention, sentence, left, right in _places(layout, entity):
        way = _way(left, right)
        if way is not None:
            who = _whose(layout.article.text, sentence, mention, sources) if way == "told" else ""
            found.append(_Dealing(way=way, who=who))
    return found


def _places(layout: Layout, entity: Entity) -> Iterator[tuple[Span, Span, str, str]]:
    """Each mention in the body outside quotation marks, its sentence, and the words of it before and after."""
    text, start = layout.article.text, layout.article.body_start
    for mention in sorted({*entity.mentions, *_short_mentions(text, entity)}):
        if mention.start >= start and not layout.in_quotes(mention.start):
            sentence = layout.sentence_span(mention.start)
            left = text[max(sentence.start, mention.start - NEAR) : mention.start]
            yield mention, sentence, left, text[mention.end : max(sentence.end, mention.end)][:NEAR]


def _short_word(entity: Entity) -> str | None:
    """The word that a name of several words is shortened to: Courier, of the Dell Courier."""
    parts = str(entity.name).split()
    return parts[-1] if len(parts) > 1 and plain(parts[-1]) in words("outlet_words.txt") else None


def _short_mentions(text: str, entity: Entity) -> Iterator[Span]:
    """The places of "the Courier", which is no name by itself where it may be an everyday word."""
    word = _short_word(entity)
    if word is not None:
        for m in re.finditer(rf"\b(?:The|the|THE) ({re.escape(word)}|{re.escape(word.upper())})\b", text):
            yield Span(m.start(1), m.end(1))


def _way(left: str, right: str) -> Dealing | None:
    if _ASKED.search(left) or _HAS_ASKED.match(right):
        return "asked"
    if _TOLD.search(left):
        return "told"
    return "seen" if _SEEN.search(left) or _HAS_SEEN.match(right) else None


def _is_another_s(layout: Layout, entity: Entity, sources: list[Span]) -> bool:
    """True where the text tells of a report of the outlet, or says what it is, as one does of somebody else's."""
    for mention, _, left, right in _places(layout, entity):
        if bisect_left(sources, mention.start - len("the "), key=_start) < bisect_right(
            sources, mention.start, key=_start
        ):
            return True
        seen = _SEEN.search(left)  # "a note seen by the Courier says": it is the note that speaks
        if (
            (_SPEAKS.match(right) and not seen)
            or _QUOTED.search(left)
            or _INTRODUCED.search(left)
            or _TITLED.match(right)
        ):
            return True
    return False


def _whose(text: str, sentence: Span, mention: Span, sources: list[Span]) -> str:
    """Who told the outlet something in this sentence, in the words of the nearest source there."""
    low, high = (bisect_left(sources, at, key=_start) for at in (sentence.start, sentence.end))
    near = [s for s in sources[low:high] if s.end <= sentence.end and not s.meets(mention)]
    nearest = min(near, key=lambda s: abs(s.start - mention.start), default=None)
    return nearest.of(text) if nearest is not None else ""


def _start(span: Span) -> int:
    return span.start


def _two(a: _Dealing, b: _Dealing) -> bool:
    """True where two dealings are plainly with two: a person and a document, or two whose names or numbers differ.

    "He", "the senator" and "Wade Okafor" may be one.
    """
    if a.way != b.way:
        return bool(a.who or b.who)
    if not a.who or not b.who:
        return False
    names = [{plain(w) for w in _CAPITAL.findall(d.who)} - _NO_NAMES for d in (a, b)]
    many = [bool(_MANY.match(d.who)) for d in (a, b)]
    if any(many):
        return many != [True, True] and all(m or n for m, n in zip(many, names, strict=True))
    return bool(names[0] and names[1] and not names[0] & names[1])
