"""Owns whom the article's words give a sentence to that the reading left without a source: an aside in it ("…, the
ministry answers"), the sentence after it ("That is the finding of a study by …"), a paper it names ("was noted in the
log"). It looks at the words around one unit only, and where they name nobody it adds nobody.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from firsthand.language.sentences import sentences
from firsthand.language.words import plain, singular, words
from firsthand.model import Source, Span
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.namings import outlet_nouns
from firsthand.tracing.speakers import is_share, is_share_of

_NO_NAME = (
    "who which that what where when while whose whom if because although though since and but or nor as so for than",
    "there it he she they we you i this these those here how why one people everybody everyone nobody somebody",
    "many some few critics rumours",
)
_NOT_WHO = frozenset(word for line in _NO_NAME for word in line.split())
_WHO = (
    r"(?P<who>(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ne|[Aa]nother|[Tt]hat|[Tt]his)\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,7}"
    r"(?:,\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3},)?)"
)
_SAY = (
    r"(?:sa(?:id|ys?)|told|tells?|wr(?:ote|ites?|itten)|answer(?:ed|s)?|repl(?:ied|ies)|declare[ds]?|state[ds]?|explain(?:ed|s)?|"
    r"insist(?:ed|s)?|maintain(?:ed|s)?|argue[ds]?|claim(?:ed|s)?|allege[ds]?|announce[ds]?|add(?:ed|s)?|admit(?:ted|s)?|"
    r"concede[ds]?|grant(?:ed|s)?|warn(?:ed|s)?|note[ds]?|recall(?:ed|s)?|reckon(?:ed|s)?|estimate[ds]?|promise[ds]?|testif(?:ied|ies)|"
    r"affirm(?:ed|s)?|confirm(?:ed|s)?|report(?:ed|s)?|inform(?:ed|s)?|pledge[ds]?|reveal(?:ed|s)?|assure[ds]?|stress(?:ed|es)?|repeat(?:ed|s)?|acknowledge[ds]?|count(?:ed|s)?|"
    r"set\s+out|let\s+it\s+be\s+known|made\s+known)"
)
_HELP = r"(?:(?:ha[sd]|have|had\s+to|also|now|later|then|would|will|already|since)\s+){0,3}"
_HELP_LAST = re.compile(r"(?:\s+(?:has|have|had|was|were|is|are|also|now|later|then|would|will|to|already|since))+$")
_NO_PHRASE = r"(?![^,;.]*\b(?:and|but)\b)"
_ASIDE = re.compile(
    rf",\s+(?:as\s+|so\s+)?{_WHO}(?:,\s+(?:which|who|whose)\s+[^,;.]{{3,60}},)?\s+{_HELP}(?P<cue>{_SAY})\b{_NO_PHRASE}(?P<rest>[^,;.“”\"‘«»]{{0,70}})(?=[,;.]|$)"
)
_TURNED = re.compile(
    rf",\s+(?:as\s+|so\s+)?(?P<cue>{_SAY})\s+(?:yesterday\s+)?{_WHO}(?=,|\.|;|$|\s+(?:on|in|at|by|last|this|before|after|during)\b)"
)
_FRONT = re.compile(rf"{_WHO}\s+{_HELP}(?P<cue>{_SAY})\s+(?:to\s+us\s+)?that\b")
_BACK = re.compile(
    r"(?:(?:That|This|Such|It)\s+(?:is|was|were)\s+(?:also\s+|at\s+least\s+)?(?:what|how|as)\s+"
    rf"{_WHO}\s+{_HELP}(?:{_SAY}|puts?|sees?|tells?|describes?)\b|"
    r"(?:That|This|Such|It)\s+(?:is|was|were)\s+(?:at\s+least\s+)?the\s+(?:[\w-]+\s+){0,2}"
    r"(?:finding|conclusion|result|account|verdict|view|claim|version|figure|estimate|word|reading|assessment|judgement|"
    r"judgment)s?\s+(?:of|by|from|in)\s+(?P<whose>[^.;,]{3,90})|"
    r"(?:That|This)\s+(?:is|was|comes|came)\s+(?:according\s+to|from|on\s+the\s+word\s+of)\s+(?P<from>[^.;,]{3,90})|"
    r"So\s+sa(?:ys|id)\s+(?P<so>[^.;,]{3,90}))"
)
_OF_IT = re.compile(
    r"(?:Article|Section|Clause|Chapter|Page|Point)\s+\d+\b|(?:The|That|Its)\s+(?:[\w-]+\s+){0,2}(?:paragraph|clause|annex)\b"
)
OTHER = re.compile(r"(?:another|an?\s+(?:second|third|other)|other)\b", re.I)
_REST = re.compile(
    r"\s+(?:who|whose|which|that|involved|close|familiar|briefed|quoted|cited|of|in|at|with|from|to|on|for|near|inside|working)\b"
)
_ANYBODY = ("", "person", "source", "official", "somebody", "someone")
_WRITE = "researcher author auditor scientist expert inspector investigator surveyor analyst examiner chemist"
WRITERS = frozenset(_WRITE.split())
"""Nouns for those who write reports."""
_DETERMINER = re.compile(r"(?:the|an?|its|their|his|her|one|another)\s+", re.I)
_PROPER = re.compile(r"the(?:\s+(?:[A-Z][\w’'-]*|of|for|and|the))+")
_CAPITALS = re.compile(r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)+")
_TOLD_IN = re.compile(rf"\b{_SAY}(?:\s+\w+)?\s+(?:in|to|by)\s+(?:the\s+)?$|\btold\s+(?:the\s+)?$")


@cache
def paper_nouns() -> frozenset[str]:
    """Nouns for what is a source only as a document."""
    return frozenset({*words("documents.txt"), "accounts", "valuation", "entry", "memorandum", "logbook", "audit"})


@cache
def _noun() -> str:
    return "|".join(sorted(map(re.escape, paper_nouns()), key=len, reverse=True))


@cache
def _in_paper() -> re.Pattern[str]:
    who = (
        r"(?P<who>(?:(?:the|an?|its|their|his|her)\s+)?(?:[\w’'&-]+\s+){0,5}?"
        rf"(?:{_noun()}))\b(?P<of>\s+(?:of|from|for|by|on)\s+[^,;.:]{{2,60}}?)?(?=[,;.:]|\s+(?:which|that|seen|and)\b|$)"
    )
    return re.compile(
        r"(?:\b(?:is|are|was|were|been)\s+(?:\w+ly\s+)?(?:noted|recorded|registered|listed|logged|found|documented|entered|"
        r"set\s+out|laid\s+down|stated|mentioned|described|counted)\s+(?:\w+\s+)?(?:in|by)\s+|^(?:Under|In|By)\s+)"
        + who,
    )


@cache
def _holds() -> re.Pattern[str]:
    """A paper that is the subject of what it holds: "the contract grants", "the text is silent on"."""
    verbs = (
        r"(?:contain(?:s|ed)?|provide[sd]?(?:\s+for)?|grant(?:s|ed)?|foresees?|forbids?|stipulate[sd]?|specif(?:y|ies|ied)|require[sd]?|"
        r"mention(?:s|ed)?|rate[sd]?|recorded|showed|listed|said|stated|noted|gave|put|is\s+silent|says\s+nothing|concluded?s?|found|finds|"
        r"warn(?:s|ed)?|records?|shows?|lists?|says?|states?|reads?|gives?|notes?|puts?)"
    )
    return re.compile(
        rf"^(?:The|An?|Its|Their)\s+(?:[\w’'&-]+\s+){{0,5}}?(?:{_noun()})\b(?:\s+(?:of|from|for|by|on|to|in)\s+[^,;.]{{2,60}}?)?\s+{verbs}\b"
    )


def said_beside(piece: Piece, unit: Unit, sentence: Span) -> tuple[Source, ...]:
    """The source that the unit's own sentence or the next one gives, as one link; empty where they give none."""
    text = piece.reading.article.text
    return (
        _aside(piece, unit, sentence, text)
        or _of_a_paper(piece, unit, sentence, text)
        or _said_back(piece, sentence, text)
    )


def told_in(before: str) -> bool:
    """True where an outlet's name after these words is where somebody told it: "an engineer had alleged in the"."""
    return bool(_TOLD_IN.search(before))


def is_paper(description: str) -> bool:
    """True where a description's head is a noun for a document: "an entry in the register", "the mission's report"."""
    head = re.split(
        r",|\s+(?:of|from|by|in|on|to|about|seen|which|that|inside|dated|obtained|with|for)\b", description, maxsplit=1
    )[0].split()
    return bool(head) and (singular(plain(head[-1])) in paper_nouns() or plain(head[-1]) in paper_nouns())


def as_paper(source: Source) -> Source:
    """A source of unknown kind as a document, where that is what it is called: "an entry in the register"."""
    if source.kind != "unknown" or source.name or not is_paper(source.descriptor or ""):
        return source
    return replace(source, kind="document", anonymous=False)


# In the sentence


def _aside(piece: Piece, unit: Unit, sentence: Span, text: str) -> tuple[Source, ...]:
    front = _FRONT.match(text, sentence.start, sentence.end)
    if front is not None and unit.spans[0].start <= sentence.start:
        who = _HELP_LAST.sub("", front["who"])
        source = _named(piece, Span(sentence.start, sentence.start + len(who)), who)
        return (source,) if source is not None else ()
    for pattern in (_ASIDE, _TURNED):
        for found in pattern.finditer(text, sentence.start, sentence.end):
            if unit.spans[0].start >= found.start() or _quoted(text[sentence.start : found.start()]):
                continue
            who = _HELP_LAST.sub("", found["who"])
            source = _named(piece, Span(found.start("who"), found.start("who") + len(who)), who)
            if source is not None:
                return (source,)
    return ()


def _quoted(before: str) -> bool:
    """True inside a quotation that is open."""
    return before.count("“") > before.count("”") or before.count("«") > before.count("»") or before.count('"') % 2 == 1


def _of_a_paper(piece: Piece, unit: Unit, sentence: Span, text: str) -> tuple[Source, ...]:
    said = sentence.of(text)
    found = _in_paper().search(said)
    if found is not None:
        at = sentence.start + found.start("who")
        return (_paper(piece, Span(at, at + len(found["who"])), found["who"] + (found["of"] or "")),)
    held = _holds().match(said)
    if held is not None and not is_share_of(held[0]) and unit.spans[-1].end > sentence.start + held.end():
        who = re.match(rf"(?:[\w’'&-]+\s+){{1,6}}?(?:{_noun()})\b", held[0])
        if who is not None:
            return (_paper(piece, Span(sentence.start, sentence.start + who.end()), who[0]),)
    if _OF_IT.match(said):
        before = [s for s in _split(text) if s.end <= sentence.start][-1:]
        near = [
            s
            for s in piece.reading.sources
            if s.kind == "document" and any(b.holds(m) for b in before for m in s.mentions)
        ]
        return (near[0],) if len(near) == 1 else ()
    return ()


# In the next one


def _said_back(piece: Piece, sentence: Span, text: str) -> tuple[Source, ...]:
    """Whom the next sentence of the paragraph gives this one to: "That was the account of a clerk"."""
    after = [s for s in _split(text) if s.start >= sentence.end][:1]
    for following in after:
        if "\n" in text[sentence.end : following.start]:
            return ()
        found = _BACK.match(text, following.start, following.end)
        if found is None:
            return ()
        group = next(g for g in ("who", "whose", "from", "so") if found[g])
        at, said = found.start(group), found[group]
        paper = re.search(rf"\b(?:the|an?)\s+(?:[\w’'-]+\s+){{0,3}}?(?:{_noun()})\b.*", said)
        if paper is not None:
            return (_paper(piece, Span(at + paper.start(), at + len(said)), paper[0]),)
        source = _named(piece, Span(at, at + len(said)), said)
        return (source,) if source is not None else ()
    return ()


def _split(text: str) -> Sequence[Span]:
    return sentences(text)


# Who that is


def _named(piece: Piece, span: Span, said: str) -> Source | None:
    """The source of the reading that the words are a mention of, or one made of them; None where they name nobody."""
    known = _known(piece, span, said)
    if known is not None:
        return known
    first = plain(said.split()[0])
    if is_paper(said):
        return _paper_meant(piece, span, said)
    if first in _NOT_WHO or _outlet_noun(said):
        return None
    capitals = _CAPITALS.search(said)
    determined = bool(_DETERMINER.match(said))
    if capitals is not None and not determined:
        parts = capitals[0].split()
        title = plain(parts[0]) in words("titles.txt") and len(parts) > 1
        name = " ".join(parts[1:] if title else parts)
        role = said[: capitals.start()].strip() or None
        return Source(id=f"aside at {span.start}", kind="person", name=name, role=role, mentions=(span,))
    if determined and _PROPER.fullmatch(said):
        return Source(
            id=f"aside at {span.start}", kind="organisation", name=_DETERMINER.sub("", said), mentions=(span,)
        )
    if not determined or any(c.isupper() for c in said[1:]):
        return None
    body = singular(plain(said.split()[-1])) in _bodies()
    unnamed = bool(re.match(r"(?:an?|one|another)\b", said, re.I))
    return Source(
        id=f"aside at {span.start}",
        kind="organisation" if body else "person",
        descriptor=said,
        anonymous=unnamed and not body,
        mentions=(span,),
    )


def _known(piece: Piece, span: Span, said: str) -> Source | None:
    every = [s for s in piece.reading.sources if not is_share(s)]
    met = [s for s in every if any(m.meets(span) for m in s.mentions)]
    named = [s for s in every if s.name and s.name in said]
    if not (met or named):
        tail = re.sub(_DETERMINER, "", plain(said))
        named = [s for s in every if s.name and tail and plain(s.name).removeprefix("the ") == tail]
    alone = re.fullmatch(r"the\s+[a-z]+", said, re.I) is not None
    if not (met or named) and (alone or singular(plain(said.split()[-1])) in _bodies()):
        head = plain(said.split()[-1])
        named = [s for s in every if s.name and s.kind not in ("person", "outlet") and head in plain(s.name).split()]
        named = named if len(named) == 1 else []
    if not (met or named):
        named = _described(said, every)
    return next(iter(met or named), None)


def _described(said: str, every: Sequence[Source]) -> list[Source]:
    """The one unnamed source of the article that is called by the same noun: "a clerk of the court", "the clerk"."""
    if re.match(r"(?:another|one)\b", said, re.I) or OTHER.match(said):
        return []
    mine = head_of(said)
    alike = [
        s
        for s in every
        if s.kind == "person"
        and not s.name
        and head_of(s.descriptor or "") == mine
        and not OTHER.match(s.descriptor or "")
    ]
    return alike if len(alike) == 1 and mine not in _ANYBODY else []


def head_of(description: str) -> str:
    """The noun of a description, singular and folded: "clerk" of "two clerks of the court"."""
    before = _REST.split(description.split(",")[0], maxsplit=1)[0].split()
    return singular(plain(before[-1])) if before else ""


def _outlet_noun(said: str) -> bool:
    return bool(outlet_nouns().search(said.split(",")[0].split()[-1]))


def _paper_meant(piece: Piece, span: Span, said: str) -> Source:
    """The document that the words mean: the article's only one for "that paper", else one of their own."""
    papers = [s for s in piece.reading.sources if s.kind == "document"]
    if len(papers) == 1 and re.match(r"(?:that|this|the)\s+\w+$", said, re.I):
        return papers[0]
    return _paper(piece, span, said)


def _paper(piece: Piece, span: Span, said: str) -> Source:
    met = [s for s in piece.reading.sources if s.kind == "document" and any(m.meets(span) for m in s.mentions)]
    return met[0] if met else Source(id=f"document at {span.start}", kind="document", descriptor=said)


@cache
def _bodies() -> frozenset[str]:
    return frozenset(line.split("\t")[0] for line in words("organisation_nouns.txt"))
