"""Owns the rules on unnamed sources: why they are unnamed, how they know, who they are, how many there are, and what
rests on one alone. Sources that speak for a body, and voices of the street, are left alone.
"""

import re
from collections.abc import Iterator, Sequence

from firsthand.house.findings import Finding, finding
from firsthand.house.hearsay import phrases, plurals
from firsthand.house.replies import accusing, deed
from firsthand.house.rules import Rule
from firsthand.house.scene import Scene, joined, short, stems
from firsthand.house.words import words
from firsthand.language import lexicons
from firsthand.language.words import is_plural, singular
from firsthand.model import Source, Span, Statement, hull

Said = Sequence[Statement]
_HEAD = re.compile(
    r"\b(?:of|at|in|from|on|by|with|for|who|that|which|close\s+to|familiar|inside|near|within|briefed|involved|to)\b"
)
_OF_BODY = re.compile(
    r"(?:an?|one|two|three|four|five|several)\s+(?:[\w’'-]+\s+)*?([\w’'-]+)\s+(?:of|at|in|with|from)\b"
)
_SHARE = re.compile(
    r"[\w-]+\s+(?:out\s+)?of\s+(?:the\s+)?\d|(?:an?|one|two|three|\d+)\s+(?:half|third|thirds|quarters?|fifths?|majority|percent|in\s+\w+|out\s+of)\b"
)
_BACK = frozenset(("one", "another", "a second", "a third", "both", "others", "two", "three", "a few", "the other"))
"""Words that go back to somebody described before."""
_PUBLICLY = re.compile(
    r"\b(?:told|tells|testified|said|heard)\s+(?:at\s+|in\s+|to\s+|before\s+)?(?:an?|the)\s+(?:[\w’-]+\s+){0,3}?"
    r"(?:court|jury|judge|tribunal|inquiry|hearing|parliament|committee|trial|news\s+conference|press\s+conference|briefing)\b"
)
_PUBLISHED = re.compile(
    r"\b(?:said|say|says|wrote|writes?|noted?|warned|found)\s+in\s+(?:their|its|his|her|an?|the)\s+(?:[\w’-]+\s+){0,3}?"
    r"(?:report|paper|study|minutes|filing|statement|bulletin|letter|post|book|review|assessment|email)\b"
)
_FOLK = re.compile(
    r"^(?:(?:An?|a|an|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]everal|[Aa]nother)\s+(?:[a-z’'-]+\s+){0,3}?(?!"
    r"inquests?|inquir(?:y|ies)|hearings?|courts?|tribunals?|committees?|panels?|juries|jury|theor(?:y|ies)|rumou?rs?|versions?|stor(?:y|ies)|tales?|estimates?|polls?|views?|jokes?|sayings?|songs?|signs?|placards?|"
    r"banners?|accounts?|tweets?|captions?|messages?|surve(?:y|ys)|stud(?:y|ies)|headlines?|slogans?|website|app|plaque)[a-z’'-]+"
    r"|(?:[a-z’'-]+\s+)?(?:[Pp]als|[Mm]ates|[Cc]hums|[Mm]oles|[Cc]onfidants|[Cc]ourtiers|[Cc]ronies|[Aa]ssociates))\b"
)
"""People by a number or by words that only some newspapers have, where the reading knows no kind for them."""
_WHO = r"\b(?:m[ae]n|wom[ae]n|people|persons?|somebody|someone)\s+who\s+(?:(?:had|have|has|once|used\s+to)\s+)?"
_FORMERLY = re.compile(
    _WHO
    + r"(?:work|serv|belong|deal|dealt|handle|manage|train)\w*|\b(?:somebody|someone)\s+(?:high|at|inside|senior|on)\b"
)
"""People of the street by their noun, insiders by what they did."""
_MAYBE = re.compile(_WHO + r"(?:liv|gr[eo]w|kn[eo]w|kept|left|stud)\w*")
"""The same, asked for a reason only where they accuse."""
_NO_REASON = "“{}” is not named, and the text does not say why. Say why in a few words."
_NAMELESS = re.compile(r"\b(?:names?|identif\w+|anonym\w+|unnamed)\b")
_WHY = re.compile(r"\b(?:because|since|fear(?:s|ed|ing)?|afraid|risks?|safety|jobs?|to protect|as (?:he|she|they))\b")
_SELF = re.compile(r"\W*(?:that\s+)?(?:he|she|they|i|we|my|his|her|their)\b")
_TITLED = 2
"""Content words that a title shares with the claim it tells."""
_LEAD = 2
"""Sentences of the body that tell its main claim."""
LIKE = 0.5
"""Share of a claim's words that another's has where they tell the same. A convention, not tuned."""


def confidential(scene: Scene) -> Iterator[tuple[Source, Said, Span]]:
    """Unnamed sources that tell something without their name being given as a matter of course: with what they say and
    where they are described first.
    """
    for source, said in scene.sources_in_body:
        telling = [s for s in said if s.stance in ("asserts", "denies", "doubts", "believes", "expects")]
        where = next((s.source_span for s in said if s.source_span is not None), None)
        if telling and where is not None and _is_unnamed(source, scene.of(where)):
            described = _described(source, scene.of(where))
            if any(_in_public(scene, s) for s in telling):
                continue
            again = described.startswith("the ") and any(_kin(scene, source))  # "the source" of "sources"
            asked = _asks_for_reason(described) or (
                _MAYBE.search(described) is not None and any(accusing(scene, s) or deed(scene, s) for s in telling)
            )
            if asked and not again:
                yield source, tuple(telling), where


def without_reason(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Unnamed sources of which the text does not say why."""
    seen: list[Span] = []
    for source, said, where in confidential(scene):
        described = _described(source, scene.of(where))
        partly = described.startswith("one of ") and len(_unnamed_groups(scene)) > 0
        if partly or source.anonymity_reason is not None or any(e.lower() in described for e in rule.words("except")):
            continue
        if any(scene.reading.source(o).anonymity_reason for o in _kin(scene, source)) or _reason(
            scene, said, described
        ):
            continue
        seen.append(where)
        evidence = [hull(s.content_spans) for s in said[:3]]
        yield finding(scene.text, rule, _NO_REASON.format(short(scene.of(where))), where, evidence=evidence)
    for where in phrases(scene):
        low = scene.low[where.start : where.end]
        excepted = any(e.lower() in low for e in rule.words("except"))
        if not excepted and not any(s.meets(where) for s in seen) and not _reason_near(scene, where):
            yield finding(scene.text, rule, _NO_REASON.format(short(scene.of(where))), where)


def without_knowledge(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Unnamed sources of which the text tells neither a place from which they could know nor how they do."""
    for _, said, where in confidential(scene):
        described = scene.of(where).lower().replace("'", "’")
        if words().placeless.search(described) is None or words().bare.match(described):
            continue
        near = [p for p in {scene.paragraph_at(hull(s.content_spans).start) for s in said} if p is not None]
        told = any(s.knowledge.kind != "not stated" for s in said)
        if told or any(_tells_how(scene, p) for p in near):
            continue
        message = (
            f"“{short(scene.of(where))}”: the text does not say how they know. Say whether they saw, read or were told."
        )
        yield finding(scene.text, rule, message, where)


def undescribed(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Sources that the text calls nothing but sources."""
    for source, said in scene.sources_in_body:
        where = next((s.source_span for s in said if s.source_span is not None), None)
        if where is None or not source.anonymous:
            continue
        described = " ".join(scene.of(where).lower().split()).strip(" ,")
        back = ("the ", "people", "two", "many", "some") + (("one",) if _several_before(scene, where) else ())
        if words().bare.match(described) and not described.startswith(back):
            message = f"“{short(scene.of(where))}” tells nothing of who it is. Describe it as closely as you may."
            yield finding(scene.text, rule, message, where)


def _several_before(scene: Scene, where: Span) -> bool:
    """True where the text has several unnamed people before, of whom "one" may be one."""
    mine = _head(scene.of(where))
    groups = {g.id for g in _unnamed_groups(scene)}
    spans = (s.source_span for s in scene.told if s.source in groups and s.source_span is not None)
    earlier = [singular(_head(scene.of(span))) for span in spans if span.start < where.start]
    return bool(earlier) if mine in ("", "one") else singular(mine) in earlier or "person" in earlier


def plural_for_one(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """ "Sources said …" where the text then goes on with "the source" and introduces no other."""
    read = [s.source_span for s in scene.told if s.source_span is not None]
    spans = [s for s in read if is_plural(_head(scene.of(s))) and words().inside.fullmatch(_head(scene.of(s)))]
    spans += [s for s in plurals(scene) if not any(r.meets(s) for r in spans)]
    found: set[int] = set()
    for where in sorted(spans):
        if re.match(r"\W*(?:two|three|\d)", scene.low[where.start : where.end]):
            continue
        at = _goes_on_with_one(scene, where)
        if at is None or at.start in found:
            continue
        found.add(at.start)
        whole = f"“{short(scene.of(where))}” is a plural, but the text goes on with “{scene.of(at)}”."
        message = f"{whole} Say how many there are."
        yield finding(scene.text, rule, message, where, evidence=[at])


def _goes_on_with_one(scene: Scene, where: Span) -> Span | None:
    """Where the text goes on with "the source" after the plural at `where`, and introduces no other."""
    one = singular(_head(scene.of(where)))
    after = scene.low[where.end :]
    single = re.search(rf"\bthe\s+{one}\b(?!\s+of\b|s|’s)", after)
    other = rf"\b(?:an?|one|another|second|third|each|one\s+of\s+the)\s+(?:[\w’-]+\s+)?{one}s?\b"
    if single is None or re.search(other, after):
        return None
    return Span(where.end + single.start(), where.end + single.end())


def rests_on_one(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """The main claim or an accusation that one unnamed source alone tells."""
    for _, said, _ in single_claims(scene):
        claim = said[0]
        message = (
            f"“{short(joined(claim.content_spans, scene.text))}” rests on one unnamed source. Find a second, or a "
            "document, or say in the text that there is only one."
        )
        places = [hull(s.content_spans) for s in said]
        yield finding(scene.text, rule, message, places[0], evidence=places[1:4])


def single_claims(scene: Scene) -> Iterator[tuple[Source, Said, Span]]:
    """Single unnamed sources with what rests on them alone: the main claim, or an accusation, first."""
    top = scene.body[_LEAD - 1].end if len(scene.body) >= _LEAD else len(scene.text)
    title = stems(scene.of(scene.title)) if scene.title is not None else frozenset[str]()
    lead = [s.id for s in scene.told if s.content_spans[0].start < top or _titled(scene, s, title)]
    for source, said, where in confidential(scene):
        if source.count != (1, 1) or re.match(r"one of |another$|one$", scene.of(where).lower()):
            continue  # one of several who are heard
        said = [s for s in said if not _SELF.match(scene.low, s.content_spans[0].start)]  # what befell itself
        heavy = [s for s in said if s.id in lead or accusing(scene, s) or deed(scene, s)]
        alone = tuple(s for s in heavy if not _also_told(scene, s))
        if alone:
            yield source, alone, where


def _titled(scene: Scene, claim: Statement, title: frozenset[str]) -> bool:
    """True where the title tells the claim."""
    return len(title & stems(joined(claim.content_spans, scene.text))) >= _TITLED


def _also_told(scene: Scene, claim: Statement) -> bool:
    """True where another source of the body asserts much the same."""
    mine = stems(joined(claim.content_spans, scene.text))
    for other in scene.told:
        if other.source != claim.source and other.stance == "asserts":
            theirs = stems(joined(other.content_spans, scene.text))
            if mine and len(mine & theirs) >= LIKE * min(len(mine), max(4, len(theirs))):
                return True
    return False


# What is said of a source


def _in_public(scene: Scene, statement: Statement) -> bool:
    """True for what is told to a court, a parliament or the press together, or published: who speaks there is known."""
    cue = statement.cue_span
    return cue is not None and any(p.search(scene.low, cue.start, cue.end + 60) for p in (_PUBLICLY, _PUBLISHED))


def _is_unnamed(source: Source, where: str) -> bool:
    """True for people without a name; also for "an employee of the maker, Corvax", whatever name stands there."""
    if source.anonymous:
        return source.kind in ("person", "group", "unknown")
    if source.kind == "unknown" and _FOLK.search(where) is not None:
        return True
    found = _OF_BODY.match(where.lower())
    whole = source.kind == "person" and " " in (source.name or "")
    return not whole and found is not None and words().inside.fullmatch(found[1]) is not None


def _described(source: Source, where: str) -> str:
    """How the text calls it, in small letters."""
    return " ".join((source.descriptor or where).lower().replace("'", "’").split())


def _head(described: str) -> str:
    """The head noun of a description: the last word before a preposition or a clause."""
    front = _HEAD.split(described.lower().replace("'", "’"), maxsplit=1)[0]
    found = re.findall(r"[^\W\d_][\w’-]*", front)
    return found[-1] if found else ""


def _asks_for_reason(described: str) -> bool:
    """False for those who give no name as a matter of course, for shares of people, and for a bare "another"."""
    head = _head(described)
    if _SHARE.match(described) or described in _BACK:
        return False
    if words().bare.match(described) or words().behind.search(described):
        return True
    if words().public.fullmatch(head):
        return _FORMERLY.search(described) is not None
    if words().inside.fullmatch(head):
        return True
    # "two nurses", "a mine inspector" are people of their own; "doctors", "the director" are not.
    own = words().numbered.match(described) is not None and not described.startswith("the ")
    return own and not (words().trade.fullmatch(head) and described.startswith("one of "))


def _unnamed_groups(scene: Scene) -> tuple[Source, ...]:
    """Unnamed groups that the text has of its own, of which "one of them" may be one."""
    return tuple(s for s in scene.reading.sources if s.anonymous and s.count[0] > 1)


def _kin(scene: Scene, source: Source) -> Iterator[str]:
    """Other unnamed sources with the same head noun: "one of the nurses" of "two nurses"."""
    head = singular(_head(source.descriptor or ""))
    for other in scene.reading.sources:
        if other.id != source.id and other.anonymous and head and singular(_head(other.descriptor or "")) == head:
            yield other.id


def _reason(scene: Scene, said: Said, described: str) -> bool:
    """True where a sentence that names the source's head noun, or one beside what it says, tells why it is unnamed."""
    lexicon = lexicons.load().anonymity
    head = singular(_head(described))
    near = {i for s in said for i, b in enumerate(scene.body) if b.meets(hull(s.content_spans))}
    for i, sentence in enumerate(scene.body):
        text = scene.of(sentence).replace("'", "’")
        unnamed = lexicon.unnamed.search(text)
        why = lexicon.standing.search(text) or (unnamed and lexicon.reason.search(text, unnamed.end()))
        if why or ((unnamed or _NAMELESS.search(text)) and _WHY.search(text)):
            same = head and re.search(rf"\b{re.escape(head)}(?:e?s)?\b", text.lower())
            if same or any(_goes_with(scene, sentence, scene.body[n]) for n in near & {i - 1, i, i + 1}):
                return True
    return False


def _reason_near(scene: Scene, where: Span) -> bool:
    """True where the paragraph of `where`, or the next, tells why somebody is unnamed."""
    here = next((i for i, p in enumerate(scene.paragraphs) if p.start <= where.start < p.end), None)
    near = "" if here is None else " ".join(scene.of(p) for p in scene.paragraphs[here : here + 2])
    near = near.replace("'", "’")
    lexicon = lexicons.load().anonymity
    if lexicon.standing.search(near) is not None:
        return True
    unnamed = lexicon.unnamed.search(near) or _NAMELESS.search(near)
    return unnamed is not None and _WHY.search(near) is not None


def _goes_with(scene: Scene, reason: Span, said: Span) -> bool:
    """True for the same paragraph, and for a next one that opens with a pronoun."""
    paragraph = scene.paragraph_at(said.start)
    if paragraph is not None and paragraph.holds(reason):
        return True
    return reason.start > said.start and re.match(r"(?:He|She|They)\b", scene.of(reason)) is not None


def _tells_how(scene: Scene, paragraph: Span) -> bool:
    """True where the paragraph's own words say that somebody saw, read or was told."""
    for m in words().knows.finditer(scene.low, paragraph.start, paragraph.end):
        if not scene.is_said(Span(m.start(), m.end())):
            return True
    return False
