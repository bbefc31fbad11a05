"""Owns the rule on replies: an accusation, and no word of the accused. It does not know who was telephoned."""

import re
from collections.abc import Collection, Iterator, Sequence, Set

from firsthand.house.findings import Finding, finding
from firsthand.house.rules import Rule
from firsthand.house.scene import Scene, joined, short, tokens
from firsthand.house.words import words
from firsthand.house.wrongs import Wrong, wrongs
from firsthand.model import Source, Span, Statement, hull

_DID = re.compile(
    r"(?:[’']s\s+(?:[\w’-]+\s+){0,2}?[\w’-]+)?(?:,\s+\d\d|\s+\([^)]{1,30}\))?,?\s+(?:(?:\w+ly|himself|herself)\s+)?(?:(?:had|has)\s+(?:(?:also|then|often|\w+ly)\s+)?\w+|[a-z]+ed\b(?!\s+by)|"
    r"(?:knew|told|took|gave|paid|sold|bought|made|kept|hid|ran|went|drove|broke|threw|hit|shut|let|led|left|sent|spent|"
    r"stole|wrote|drew|fed|held|lent|met|put|shot|struck|withdrew|won|built|chose|drank|fell|got)\b)"
)
_BY_ORDER = re.compile(
    r"\b(?:on\s+the\s+(?:orders?|instructions?|word)\s+of|at\s+the\s+(?:behest|request|instigation)\s+of|"
    r"with\s+the\s+(?:knowledge|help|blessing)\s+of|(?:ordered|arranged|run|led|approved|signed|paid|hidden|"
    r"organi[sz]ed|planned|set\s+up|masterminded)(?:\s+for)?\s+by)\s+[^.;]{0,50}$"
)
_PRONOUN = re.compile(r"\b(?:him|her|them|he|she|they|us|it)\b")
_HE = re.compile(r"\W*(?:that\s+)?(he|she)\b")
_LABEL = re.compile(r"[A-Z][^:.!?\n]{0,40}:")
_UNDER = re.compile(
    r"\b(?:him|her)\b|\b(?:his|her)\s+\w+|\b(?:of|to|with|for|under|beside)\s+the\s+\w+(?!\w|\s+(?:of|at))"
)
_OF = re.compile(r"\b(?:of|at|in|for|from|to|near)\s+(?:the\s+)?$")


def without_reply(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Accusations of which the text has no reply, refusal or "did not respond": one finding for each accused."""
    found: dict[str, list[tuple[Statement, Wrong]]] = {}
    for s in scene.told:
        wrong = accusing(scene, s) or deed(scene, s) or _deed_unnamed(scene, s)
        if wrong is None:
            continue
        who = _accused(scene, wrong)
        same = next((known for known in found if known and _key(known) == _key(who)), who)
        found.setdefault(same, []).append((s, wrong))
    own = _own_accusations(scene)
    yield from _unsaid(scene, rule, found, own)
    for who, told in found.items():
        if any(_replied(scene, who, s) for s, _ in told):
            continue
        span = hull(told[0][0].content_spans)
        whom = f"{who} has" if who else "The accused have"
        message = (
            f"{whom} no word in the text on “{short(joined(told[0][0].content_spans, scene.text))}”. Ask "
            "for a reply, and print it, or that there was none."
        )
        also = [wrong.span for named, _, wrong in own if who and _key(named) == _key(who)]
        evidence = [*(hull(s.content_spans) for s, _ in told[1:]), *also]
        yield finding(scene.text, rule, message, span, evidence=evidence)


def _own_accusations(scene: Scene) -> list[tuple[str, Span, Wrong]]:
    """Whom the paper accuses in its own voice, in which sentence, with which words."""
    return [
        (who, sentence, wrong)
        for sentence in scene.own
        if not words().legal.search(scene.low, sentence.start, sentence.end)
        for wrong in wrongs(scene, sentence)
        if wrong.names and (who := _accused(scene, wrong)) and not scene.is_said(wrong.span)
    ]


def _unsaid(
    scene: Scene, rule: Rule, known: Collection[str], own: Sequence[tuple[str, Span, Wrong]]
) -> Iterator[Finding]:
    """Accusations of somebody with a name in the paper's own voice, of whom nobody else tells any: theirs
    to answer all the more.
    """
    seen = {_key(who) for who in known}
    for who, sentence, wrong in own:
        if _key(who) in seen:
            continue
        seen.add(_key(who))
        if _heard(scene, who, None) or _in_words(scene, who, sentence, (wrong.span,)):
            continue
        message = (
            f"{who} has no word in the text on “{short(scene.of(sentence))}”. Ask for a reply, and print it, or "
            "that there was none."
        )
        evidence = [w.span for other, _, w in own if _key(other) == _key(who)]
        yield finding(scene.text, rule, message, sentence, evidence=evidence)


def accusing(scene: Scene, statement: Statement) -> Wrong | None:
    """The words of a report that accuse somebody other than its source; None where it accuses nobody."""
    if statement.stance not in ("asserts", "believes", "expects"):
        return None
    source = scene.source(statement)
    own = set(tokens(source.name)) if source is not None and source.name is not None else set()
    span = hull(statement.content_spans)
    for wrong in wrongs(scene, span):
        others = tuple(n for n in wrong.names if not own & set(tokens(n.text)))
        if others or (not wrong.names and (not own or _another(scene, span, wrong))):
            return Wrong(span=wrong.span, names=others, named=bool(others))
    cue = statement.cue_span
    if cue is not None and words().accusing.search(scene.low, cue.start, cue.end):
        if words().negated.search(scene.low[max(0, cue.start - 30) : cue.start]):
            return None
        names = tuple(n for n in scene.names if span.holds(n.span) and not own & set(tokens(n.text)))
        somebody = names or words().persons.search(scene.low, span.start, span.end) or _PRONOUN.search(scene.of(span))
        return Wrong(span=cue, names=names, named=bool(names)) if somebody else None
    return None


def deed(scene: Scene, statement: Statement) -> Wrong | None:
    """What an unnamed source says that somebody with a name did: theirs to answer, whatever it is."""
    source = _unnamed(scene, statement)
    return None if source is None else _deed_of_name(scene, hull(statement.content_spans))


def _deed_unnamed(scene: Scene, statement: Statement) -> Wrong | None:
    """The same of somebody known by an office, or who is "he" and is not the source."""
    source = _unnamed(scene, statement)
    if source is None:
        return None
    span = hull(statement.content_spans)
    return _deed_of_chief(scene, span) or _deed_of_another(scene, statement, source, span)


def _unnamed(scene: Scene, statement: Statement) -> Source | None:
    """The unnamed source of a flat assertion; None for those who give no name as a matter of course."""
    source = scene.source(statement)
    if source is None or not source.anonymous or statement.stance != "asserts" or statement.certainty != "flat":
        return None
    if statement.source_span is None or words().public.fullmatch(_last(scene.of(statement.source_span))):
        return None
    return source


def _deed_of_name(scene: Scene, span: Span) -> Wrong | None:
    for name in scene.names:
        if not span.holds(name.span) or name.kind not in ("person", "organisation", "government", "unknown"):
            continue
        after = scene.low[name.span.end : min(span.end, name.span.end + 60)]
        if _DID.match(after) or _BY_ORDER.search(scene.low, max(span.start, name.span.start - 80), name.span.start):
            return Wrong(span=name.span, names=(name,), named=True)
    return None


def _deed_of_chief(scene: Scene, span: Span) -> Wrong | None:
    """What somebody did who is known by an office: "the governor", "the mayor's brother"."""
    for m in words().chiefs.finditer(scene.low, span.start, span.end):
        if _DID.match(scene.low[m.end() : min(span.end, m.end() + 60)]):
            return Wrong(span=Span(m.start(), m.end()), role=m.group())
    return None


def _deed_of_another(scene: Scene, statement: Statement, source: Source, span: Span) -> Wrong | None:
    """What "he" or "she" did, where that is not who says it: several say it, or their description names another."""
    m = _HE.match(scene.low, span.start, span.end)
    if m is None or statement.source_span is None or not _DID.match(scene.low[m.end() : min(span.end, m.end() + 60)]):
        return None
    named = tuple(n for n in scene.names if statement.source_span.holds(n.span) and n.kind == "person")
    if named or source.count[0] > 1 or _UNDER.search(scene.low, statement.source_span.start, statement.source_span.end):
        return Wrong(span=Span(m.start(1), m.end()), names=named, named=bool(named))
    return None


def _last(described: str) -> str:
    found = tokens(described.split(" for ")[0].split(" of ")[0].split(" at ")[0])
    return found[-1] if found else ""


def _another(scene: Scene, span: Span, wrong: Wrong) -> bool:
    """True where somebody other than a pronoun stands before the words: "he" may be the source itself."""
    return words().bodies.search(scene.low, span.start, wrong.span.start) is not None


def _accused(scene: Scene, wrong: Wrong) -> str:
    """Whom it accuses: a name, or nothing where it gives none ("a member of the Ostby council")."""
    people = [n for n in wrong.names if n.kind == "person"] or list(wrong.names)
    doers = [n for n in people if not _OF.search(scene.low, max(0, n.span.start - 12), n.span.start)]
    return doers[0].text if doers else wrong.role.removeprefix("the ")


def _replied(scene: Scene, who: str, accusation: Statement) -> bool:
    spoken = accusation.content_spans
    return (
        _heard(scene, who, accusation.source)
        or _in_words(scene, who, spoken[0], spoken)
        or _beside(scene, accusation)
        or _answered(scene, spoken[0])
    )


def _answered(scene: Scene, accusation: Span) -> bool:
    """True where it is put to somebody whose answer follows: "you" in one turn of an interview, another's turn next."""
    turn = next((i for i, p in enumerate(scene.paragraphs) if p.holds(accusation)), None)
    if turn is None or turn + 1 >= len(scene.paragraphs):
        return False
    here, then = (_LABEL.match(scene.of(p)) for p in scene.paragraphs[turn : turn + 2])
    put = re.search(r"\byou(?:r|rs)?\b", scene.low[accusation.start : accusation.end]) is not None
    return put and here is not None and then is not None and here[0] != then[0]


def _heard(scene: Scene, who: str, accuser: str | None) -> bool:
    """True where the accused, or somebody who speaks for them, says anything in the body."""
    name = _key(who)
    if not name:
        return False
    for s in scene.told:
        source = scene.source(s)
        if source is None or s.source == accuser:
            continue
        known = " ".join(filter(None, (source.name, source.affiliation, source.descriptor)))
        where = scene.of(s.source_span) if s.source_span is not None else ""
        if name in {*tokens(known), *tokens(where)}:
            return True
    return False


def _in_words(scene: Scene, who: str, where: Span, spoken: Sequence[Span]) -> bool:
    """True where a sentence tells of a denial, a refusal or a question put, by anybody but a third who is named.

    `where` is the accusation, `spoken` its words, in which no reply is looked for.
    """
    name = _key(who)
    paragraph = scene.paragraph_at(where.start)
    places = [p for p in (scene.title, paragraph) if p is not None]
    about = {t for n in scene.names for p in places if p.holds(n.span) for t in tokens(n.text)}
    about |= {t for p in places[:1] for t in tokens(scene.of(p))}
    for sentence in scene.body:
        for m in words().reply.finditer(scene.low, sentence.start, sentence.end):
            at = Span(m.start(), m.end())
            if any(c.holds(at) for c in spoken) or _quoted(scene, at):
                continue
            if _spoken_for(scene, name, sentence, at, about):
                return True
    return False


def _spoken_for(scene: Scene, name: str, sentence: Span, at: Span, about: Set[str]) -> bool:
    """True where who denies or declines in `sentence` may be the accused: no third party alone stands before it."""
    before = [n for n in scene.names if sentence.holds(n.span) and n.span.end <= at.start]
    if not name or not before or name in tokens(scene.of(sentence)):
        return True
    if words().speaks_for.search(scene.low, sentence.start, sentence.end):
        return True
    bodies = [n for n in before if n.kind != "person"]
    return any(about & set(tokens(n.text)) for n in bodies)


def _beside(scene: Scene, accusation: Statement) -> bool:
    """True where another named source answers in the same paragraph, after the accusation."""
    end = hull(accusation.content_spans).end
    paragraph = scene.paragraph_at(end - 1)
    accuser = scene.source(accusation)
    for s in scene.told:
        source = scene.source(s)
        if source is None or source is accuser or source.name is None or paragraph is None:
            continue
        if hull(s.content_spans).start > end and paragraph.holds(hull(s.content_spans)) and source.kind == "person":
            return True
    return False


def _quoted(scene: Scene, span: Span) -> bool:
    return any(q.level == 0 and q.span.holds(span) for q in scene.marks)


def _key(who: str) -> str:
    """The last word of a name, by which the text may go on."""
    parts = tokens(who)
    return parts[-1] if parts else ""
