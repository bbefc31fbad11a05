"""Owns making pronoun examples from unannotated news: a repeated surname becomes he, him, his, she or her.

It finds people by spelling and context alone and prefers to miss them; it resolves nothing. The idea of learning
from masked repeated names is that of Kocijan et al. 2019, "WikiCREM".
"""

import random
import re
from bisect import bisect_right
from typing import NamedTuple


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


Span = tuple[int, int]

MALE = _words(
    "Adam Alan Albert Alex Alexander Andrew Anthony Barack Ben Benjamin Bernard Bernie Bill Bob Boris Brian Bruce "
    "Carl Charles Chris Christopher Chuck Craig Daniel Dave David Dennis Dick Don Donald Douglas Ed Edward Eric "
    "Ernest Francis Frank Fred Gary Gene George Gerald Gordon Greg Harold Harry Henry Howard Ian Jack Jacob James "
    "Jason Jeff Jeffrey Jeremy Jerry Jim Joe Joel John Jonathan Jose Joseph Josh Juan Justin Keith Kenneth Kevin "
    "Larry Lawrence Louis Marco Mark Martin Matt Matthew Michael Mike Mitch Mitt Mohammed Nathan Newt Nicholas "
    "Nick Oliver Patrick Paul Peter Philip Phil Ralph Randy Ray Raymond Richard Rick Robert Roger Ron Ronald Roy "
    "Rudy Russell Ryan Sam Samuel Scott Sean Simon Stephen Steve Steven Stuart Ted Terry Thomas Tim Timothy Todd "
    "Tom Tony Vladimir Walter Warren William"
)
FEMALE = _words(
    "Alice Amanda Amy Andrea Angela Ann Anna Anne Barbara Betty Carly Carol Caroline Catherine Charlotte "
    "Christina Christine Claire Condoleezza Cynthia Deborah Diana Diane Donna Dorothy Elena Elizabeth Ellen Emily "
    "Emma Eva Fiona Grace Hannah Heather Helen Hillary Ivanka Jane Janet Jennifer Jessica Jill Joan Judith Julia "
    "Julie Karen Kate Katherine Kathleen Kathy Kellyanne Laura Linda Lisa Loretta Lucy Margaret Maria Marie "
    "Martha Mary Megan Melania Melissa Michelle Monica Nancy Natalie Nicole Nikki Olivia Pamela Patricia Rachel "
    "Rebecca Robin Rose Ruth Samantha Sandra Sara Sarah Sharon Sheila Sonia Sophie Stephanie Susan Teresa Theresa "
    "Valerie Victoria Virginia Wendy"
)
TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sen|Senator|Rep|Representative|Gov|Governor|President|Secretary|Gen|General|"
    r"Col|Colonel|Capt|Captain|Lt|Sgt|Judge|Justice|Mayor|Minister|Chancellor|Ambassador|Sir|Dame|Lord|Lady|Rev|"
    r"Detective|Officer|Sheriff|Chairman|Chairwoman|Congressman|Congresswoman|Director|Attorney|Spokesman|"
    r"Spokeswoman|spokesman|spokeswoman)"
)
MALE_TITLES = frozenset(("Mr", "Sir", "Lord", "Chairman", "Congressman", "Spokesman", "spokesman"))
FEMALE_TITLES = frozenset(("Mrs", "Ms", "Miss", "Dame", "Lady", "Chairwoman", "Congresswoman", "Spokeswoman"))
TITLE_WORDS = frozenset(TITLES.strip("(?:)").split("|"))
OPENINGS = _words(
    "The In But And Or When As If While After Before In For Then Later Now Still Yet Once Meanwhile Also Although "
    "Though Because Since Until Unless Even Only Both Either Instead Perhaps Maybe Today Yesterday Earlier "
    "Recently Whether Where Like Unlike Under Over Among During Despite Without Soon Just So Some Many Most Asked "
    "Did Does Is Was Has Can Says"
)
"""Words that begin a sentence right before a name, and are no part of it."""
NOT_NAMES = OPENINGS | _words(
    "Show Program Fund Project Action Sachs Stearns Values Research Studies Poll Super Tea "
    "The A An In On At For From With And But Or If When While After Before As By To Of That This These Those It "
    "He She They We I You His Her Their Our My Its There Here What Who Why How Yes No Not Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December New North South East West Northern Southern Eastern Western Central United States "
    "State Supreme High White Black Red Green Blue House Senate Congress Court Capitol Street Avenue Road Park "
    "River Lake Mount Fort San Santa Los Las Saint St City County Town Hall University College School Institute "
    "Department Ministry Office Bureau Agency Commission Committee Council Board Union Party Democratic "
    "Republican Democrat Democrats Republicans Labour Conservative Liberal National Federal American British "
    "French German Russian Chinese Iranian Israeli European Iraqi Islamic Arab Army Navy Force Air Guard Police "
    "Bank Group Company Corp Inc Co Ltd LLC News Times Post Journal Press Radio Fox Associated Reuters Media "
    "Television Network Foundation Association Center Centre Hospital Church Act Bill Law Amendment Constitution "
    "Security Intelligence Defense Health Trade World Global International Street Wall Great Old Big Middle Gulf "
    "Sea Ocean Bay Island Islands Republic Kingdom Korea Africa America Carolina Dakota Virginia Jersey Hampshire "
    "York Mexico Zealand Orleans Angeles Vegas Francisco Diego Antonio Care Tower Plaza Airport Beach Hill "
    "Delaware Texas Florida Ohio Iowa Georgia Michigan Pennsylvania Alabama Arizona California Colorado Illinois "
    "Indiana Kansas Kentucky Louisiana Maine Maryland Massachusetts Minnesota Mississippi Missouri Montana "
    "Nebraska Nevada Oklahoma Oregon Tennessee Utah Vermont Washington Wisconsin Wyoming London Paris Berlin "
    "Brussels Moscow Beijing Chicago Boston Britain England France Germany Russia China Iran Iraq Israel Syria "
    "India Japan Canada Turkey Ukraine Valley Series League Cup Olympic Olympics Club Day Year Week Christmas "
    "Easter Mr Mrs Ms Dr Prof"
)
"""Capitalised words of places, bodies, dates and openings: a match that holds one is not taken for a person."""

SPEECH = _words(
    "said says told added asked argued believes believed called claimed conceded declared denied explained "
    "insisted noted recalled replied responded stated suggested testified thinks thought tweeted vowed warned "
    "wrote writes acknowledged accused announced admitted criticized praised urged promised predicted described"
)
FINITE = (
    _words(
        "is was has had does did will would can could may might must should won lost left led made gave took came "
        "went got held met kept knew felt found stood ran saw sought spoke began became chose fell grew hit joined "
        "sent spent won't isn't wasn't hasn't hadn't doesn't didn't wouldn't couldn't can't shouldn't wants needs "
        "plans hopes knows makes seems appears remains faces supports opposes intends also never"
    )
    | SPEECH
)
PURE_PREPOSITIONS = _words("of to with by from about against at between toward towards upon under behind")
CLAUSE_OPENERS = _words(
    "that because when while if whether where although though since after before until unless as and but so than "
    "what why how said says"
)
TRANSITIVE = _words(
    "told asked accused praised criticized criticised urged supported backed endorsed attacked defended blamed "
    "met appointed nominated elected defeated beat joined helped questioned arrested charged sued fired hired "
    "thanked warned replaced succeeded named advised interviewed contacted called invited pressed mocked"
)
AFTER_OBJECT = _words(
    "and or in on at to for as with from by after before during that because when while about over under into of"
)
NOT_POSSESSIVE = _words("a an the not been going being trying still already always never got")

NAME_WORD = r"[A-Z][a-z’'\-]*[A-Za-z]*[a-z]"
FULL_NAME = re.compile(
    rf"(?<![\w.\-])(?P<first>{NAME_WORD})(?: (?:[A-Z]\.|{NAME_WORD}))? "
    rf"(?:(?:de|da|van|von|der|bin|al|ibn|la|del) ?)?(?P<last>{NAME_WORD})(?![\w\-])(?! [A-Z][a-z])"
)
FIRST_WORD = re.compile(r"[.!?…][\"”’')\]]*\s+|\n\s*|\A\s*")
ABBREVIATED = re.compile(rf"\b(?:{TITLES}|[A-Z])\. \Z")
PERSONAL = re.compile(r"\b(?:(he|him|his|himself)|(she|her|hers|herself))\b", re.IGNORECASE)
SPEECH_GAP = re.compile(rf"\A,? (?:\w+ )?(?:{'|'.join(sorted(SPEECH))})(?: that)? \Z")
AROUND = re.compile(r"(?P<word>[\w’'\-]+)?(?P<gap>[ ,]*)\Z")


class SwapExample(NamedTuple):
    """A text with one surname replaced; all spans count in the new text, half-open in code points.

    `moves` lists (old offset, delta): an old offset at or after it, and before the next, moves by delta.
    """

    text: str
    moves: tuple[tuple[int, int], ...]
    pronoun: Span
    candidates: tuple[Span, ...]
    labels: tuple[bool, ...]

    def moved(self, offset: int) -> int:
        """The new offset of an old one outside the replaced name."""
        place = bisect_right([old for old, _ in self.moves], offset) - 1
        return offset + (self.moves[place][1] if place >= 0 else 0)


class _Person(NamedTuple):
    last: str
    firsts: frozenset[str]
    full: tuple[Span, ...]
    short: tuple[Span, ...]

    @property
    def spans(self) -> list[Span]:
        return sorted(self.full + self.short)


def name_swap_examples(
    text: str, rng: random.Random, *, limit: int = 1, max_chars: int = 1500, sentence_start: bool = False
) -> list[SwapExample]:
    """Up to `limit` examples, each with another later surname of `text` replaced by a pronoun, chosen by `rng`.

    Candidates are the names of at least two people within `max_chars` before the pronoun. A gender that titles,
    given names and pronouns nearby do not tell is drawn once per person. With `sentence_start`, a surname that opens
    a sentence may become He or She as well. No example where none is fit.
    """
    people = _people(text)
    if len(people) < 2:
        return []
    starts = _sentence_starts(text)
    told = {person.last: _gender(text, person, people, starts) for person in people}
    places = []
    for person in people:
        gender = told[person.last] or rng.choice("mf")
        rivals = [other for other in people if other is not person and told[other.last] in (None, gender)]
        for span in (_with_title(text, short) for short in person.short):
            case = _case(text, span, starts, sentence_start=sentence_start)
            if case and _is_salient(text, span, person, rivals, starts, gender):
                word, mark = _pronoun(case, gender)
                places.append((span, person, (word.capitalize() if span[0] in starts else word, mark)))
    rng.shuffle(places)
    examples = []
    for (start, end), person, (word, upto) in places:
        example = _example(text, (start, end + upto), word, person, people, max_chars=max_chars)
        if example is not None:
            examples.append(example)
        if len(examples) == limit:
            break
    return examples


def _example(
    text: str, span: Span, word: str, person: _Person, people: list[_Person], *, max_chars: int
) -> SwapExample | None:
    start, end = span
    named = sorted(
        (place, other is person)
        for other in people
        for place in other.spans
        if place[1] <= start and start - place[0] <= max_chars
    )
    labels = tuple(is_it for _, is_it in named)
    present = sum(any(place[1] <= start and start - place[0] <= max_chars for place in other.spans) for other in people)
    if present < 2 or not any(labels):
        return None
    return SwapExample(
        text=text[:start] + word + text[end:],
        moves=((0, 0), (end, len(word) - (end - start))),
        pronoun=(start, start + len(word)),
        candidates=tuple(place for place, _ in named),
        labels=labels,
    )


def _people(text: str) -> list[_Person]:
    """People with a full name and a surname no other person of the text has, in order of first mention."""
    full: dict[str, list[tuple[str, Span]]] = {}
    for match in FULL_NAME.finditer(text):
        words = match.group().split(" ")
        begin = match.start()
        while words and (words[0].rstrip(".") in TITLE_WORDS or words[0] in OPENINGS):
            begin += len(words[0]) + 1
            words = words[1:]
        if len(words) < 2 or any(word in NOT_NAMES or word.isupper() for word in words):
            continue
        if re.search(r"\b(?:the|The|[A-Z][a-z]+) \Z", text[max(0, begin - 20) : begin]) and not _titled(text, begin):
            continue
        last, end = match["last"], match.end()
        for ending in ("'s", "’s"):
            if last.endswith(ending):
                last, end = last.removesuffix(ending), end - len(ending)
        if len(last) > 2:
            full.setdefault(last, []).append((words[0], (begin, end)))
    people = []
    for last, found in full.items():
        firsts = frozenset(first for first, _ in found)
        spans = tuple(span for _, span in found)
        short = _alone(text, last, spans)
        if len(firsts) == 1 and _is_person(text, firsts, (*spans, *short)):
            people.append(_Person(last, firsts, spans, short))
    return sorted(people, key=lambda person: person.full[0])


def _titled(text: str, start: int) -> bool:
    return bool(re.search(rf"\b{TITLES}\.? \Z", text[max(0, start - 20) : start]))


def _with_title(text: str, span: Span) -> Span:
    """The surname with the title before it, since no pronoun keeps one."""
    match = re.search(rf"\b{TITLES}\.? \Z", text[max(0, span[0] - 20) : span[0]])
    return (span[0] - len(match.group()), span[1]) if match else span


def _alone(text: str, last: str, full: tuple[Span, ...]) -> tuple[Span, ...]:
    """The surname on its own after the first full name, maybe behind a title."""
    found = []
    for match in re.finditer(rf"(?<![\w\-]){re.escape(last)}(?![\w\-])(?! [A-Z][a-z])", text):
        start, end = match.span()
        inside = any(begin <= start < stop for begin, stop in full)
        before = text[max(0, start - 20) : start]
        joined = re.search(r"(?:\b[A-Z]\w*|\b[A-Z]\.|\bthe|\bThe|\ba|&) \Z", before)
        opener = joined and joined.group().strip() in OPENINGS - {"The"}
        if start > full[0][1] and not inside and (not joined or opener or _titled(text, start)):
            found.append((start, end))
    return tuple(found)


def _is_person(text: str, firsts: frozenset[str], spans: tuple[Span, ...]) -> bool:
    """Whether a title, a common given name, a speech verb or an age beside one of the names tells a person."""
    if firsts & (MALE | FEMALE) or any(_titled(text, start) for start, _ in spans):
        return True
    after = re.compile(rf"(?: (?:{'|'.join(sorted(SPEECH))})\b|, (?:who|whose|\d\d)\b)")
    return any(after.match(text, end) for _, end in spans)


def _sentence_starts(text: str) -> list[int]:
    ends = {match.end() for match in FIRST_WORD.finditer(text)}
    return sorted(end for end in ends if not ABBREVIATED.search(text[max(0, end - 20) : end]))


def _sentence(offset: int, starts: list[int]) -> int:
    return bisect_right(starts, offset)


def _gender(text: str, person: _Person, people: list[_Person], starts: list[int]) -> str | None:
    """m or f from titles and given names, else from the pronouns of sentences that name nobody else."""
    first = next(iter(person.firsts))
    if first in MALE or first in FEMALE:
        return "m" if first in MALE else "f"
    votes = 0
    for start, end in person.spans:
        before = re.search(r"(\w+)\.? \Z", text[max(0, start - 20) : start])
        if before:
            votes += 3 * ((before[1] in MALE_TITLES) - (before[1] in FEMALE_TITLES))
        here = _sentence(start, starts)
        if any(_sentence(place[0], starts) in (here, here + 1) for o in people if o is not person for place in o.spans):
            continue
        stop = starts[here + 1] if here + 1 < len(starts) else len(text)
        for match in PERSONAL.finditer(text, end, stop):
            votes += 1 if match[1] else -1
    return None if votes == 0 else "m" if votes > 0 else "f"


def _is_salient(text: str, span: Span, person: _Person, rivals: list[_Person], starts: list[int], gender: str) -> bool:
    """Whether a reader could take the pronoun for this person: named last, or first in the sentence named last.

    Rivals are the others whom the same pronoun could mean. Without this the label would often be wrong for the new
    text, for a writer repeats a name where a pronoun would be misread.
    """
    here = _sentence(span[0], starts)
    own = [place for place in person.spans if place[0] < span[0]]
    others = [place for rival in rivals for place in rival.spans if place[0] < span[0]]
    nearest = min((here - _sentence(start, starts) for start, _ in own), default=3)
    if nearest > 2:
        return False
    if any(SPEECH_GAP.search(text[end : span[0]]) for _, end in others if span[0] - end < 30):
        return False
    # "He praised Moe. Moe …": the pronoun that is there already means somebody else.
    first = min(place[0] for place in own if here - _sentence(place[0], starts) == nearest)
    passed = [*PERSONAL.finditer(text, starts[here - nearest - 1], first)]
    if nearest:
        passed += PERSONAL.finditer(text, starts[here - 1], span[0])
    if any(bool(match[1]) == (gender == "m") for match in passed):
        return False
    rival = min((here - _sentence(start, starts) for start, _ in others), default=3)
    if nearest == 0 or nearest < rival:
        return True
    together = [place for place in (*own, *others) if here - _sentence(place[0], starts) == nearest]
    return nearest == rival and min(together) in own


def _case(text: str, span: Span, starts: list[int], *, sentence_start: bool) -> tuple[str, int] | None:
    """subject, object or possessive with the length of a mark to replace too; None where no pronoun fits."""
    start, end = span
    if text[max(0, start - 1) : start] in ('"', "“", "‘", "'", "("):
        return None
    around = AROUND.search(text[max(0, start - 25) : start])
    before = (around["word"] or "") if around else ""
    comma = bool(around and "," in around["gap"])
    following = re.match(r" ([a-z’'\-]+)", text[end:])
    finite = bool(following and (following[1].replace("’", "'") in FINITE))
    if start in starts:
        return ("subject", 0) if finite and sentence_start else None
    mark = re.match(r"['’]s (\w+)", text[end:])
    if mark:
        fits = mark[1] not in NOT_POSSESSIVE and mark[1][0].islower() and before.islower() and before != "the"
        return ("possessive", 2) if fits and before not in ("a", "former", "like") else None
    if before in PURE_PREPOSITIONS or (before in TRANSITIVE and not finite):
        stops = re.match(r"[.;:!?]|,(?! (?:who|whose|a|an|the|then|now|\d))", text[end:])
        fits = not comma and (
            stops or finite or (following and (following[1] in AFTER_OBJECT or following[1].endswith("ed")))
        )
        return ("object", 0) if fits else None
    if finite and (before in CLAUSE_OPENERS or (comma and before.islower())):
        return ("subject", 0)
    return None


def _pronoun(case: tuple[str, int], gender: str) -> tuple[str, int]:
    forms = {"subject": ("he", "she"), "object": ("him", "her"), "possessive": ("his", "her")}
    return forms[case[0]]["mf".index(gender)], case[1]
