"""Owns invented news to measure the ledger with: readings made by number, the same for one seed. It reads no article.

The words are made up (30,000 of them, drawn by Zipf's law, between English function words), and so are people, outlets
and places. Of every hundred articles ten are copies of an earlier one under another headline and credit, without its
last paragraph, and four are later versions of an earlier one's page.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from benchmarks.layout import Made as Made
from benchmarks.layout import Plan, Said, Who, made_of
from firsthand.language.words import rows
from firsthand.model import Stance

VOCABULARY = 30_000
PEOPLE, OUTLETS, BODIES = 600, 60, 120
FIRST_DAY, DAYS = date(2031, 1, 1), 730
_FUNCTION = (
    "the of and to a in that it for on with as at by from this be are not or have an they which you were their "
    "been has will would there all about more when who one if no out so up into than can only other time new some "
    "could these two may first then do any over such our even most after also many must before through back years"
)
_FUNCTION_SHARE = 0.45
_ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl l m n p pl pr qu r s sh sk sl sp st t th tr v w z"
_VOWELS = "a e i o u ai ea ee oa ou"
_ENDS = " b ck d g l ll m n nd ng nt p r rd rk s st t th x"
_ROLES = (
    "mayor",
    "finance minister",
    "head of the port board",
    "union leader",
    "spokesperson",
    "engineer",
    "professor of law",
)
_PAPERS = ("Courier", "Gazette", "Post", "Herald", "Chronicle", "Tribune", "Observer", "Echo", "Mail", "Examiner")
_BODY_NOUNS = ("Port Authority", "Water Board", "Growers Union", "Rail Company", "Hospital Trust", "Institute")
_SECTIONS = ("Politics", "Economy", "City", "World", "Courts")
_UNNAMED = (
    "an official",
    "a senior official",
    "a person familiar with the talks",
    "one of the engineers",
    "a diplomat",
)
_REASONS = ("because the bids are sealed", "because the talks are private", "for fear of losing the post")
_STANCES: tuple[tuple[Stance, str], ...] = (
    ("asserts", "said"),
    ("asserts", "added"),
    ("denies", "denied"),
    ("doubts", "doubted"),
    ("promises", "promised"),
    ("expects", "predicted"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person: first and last name, a middle initial that some articles give, and a role."""

    name: str
    middle: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What all articles of one seed draw from."""

    seed: int
    words: tuple[str, ...]
    word_weights: tuple[float, ...]
    people: tuple[Person, ...]
    people_weights: tuple[float, ...]
    outlets: tuple[str, ...]
    bodies: tuple[str, ...]

    def draw(self, rng: random.Random, count: int) -> str:
        """So many words in a row."""
        return " ".join(rng.choices(self.words, cum_weights=self.word_weights, k=count))


def world(seed: int = 1) -> World:
    """The words and names of a seed."""
    rng = random.Random(f"world {seed}")
    words = _new_words(rng, VOCABULARY, 1, 3)
    zipf = [1 / rank for rank in range(1, len(words) + 1)]
    of_words = (1 - _FUNCTION_SHARE) / sum(zipf)
    functional = _FUNCTION.split()
    common = [1 / (rank + 2) for rank in range(len(functional))]
    of_common = _FUNCTION_SHARE / sum(common)
    weights = [w * of_common for w in common] + [w * of_words for w in zipf]
    firsts = [row[0] for row in rows("first_names.tsv")]
    surnames = [w.capitalize() for w in _new_words(rng, PEOPLE * 2 // 3, 2, 3)]
    places = [w.capitalize() for w in _new_words(rng, OUTLETS + BODIES, 2, 2)]
    people = {(rng.choice(firsts), rng.choice(surnames)): None for _ in range(PEOPLE)}
    return World(
        seed=seed,
        words=(*functional, *words),
        word_weights=tuple(accumulate(weights)),
        people=tuple(
            Person(name=f"{first} {last}", middle=rng.choice("ABCDEHJKLMPRST"), role=rng.choice(_ROLES))
            for first, last in people
        ),
        people_weights=tuple(accumulate(1 / (rank + 5) for rank in range(len(people)))),
        outlets=tuple(f"{place} {rng.choice(_PAPERS)}" for place in places[:OUTLETS]),
        bodies=tuple(f"{place} {rng.choice(_BODY_NOUNS)}" for place in places[OUTLETS:]),
    )


def articles(count: int, *, seed: int = 1, start: int = 0, of: World | None = None) -> Iterator[Made]:
    """The articles number `start` to `start + count`; each is the same whatever was asked for before it."""
    drawn = of or world(seed)
    for number in range(start, start + count):
        yield made_of(_plan(drawn, number))


def is_copy(number: int) -> bool:
    """True where the article of that number is nearly a copy of an earlier one."""
    return number % 10 == 9


def is_version(number: int) -> bool:
    """True where the article of that number is a later version of an earlier one's page."""
    return number % 25 == 13


def _plan(drawn: World, number: int) -> Plan:
    rng = random.Random(f"article {drawn.seed} {number}")
    if not (is_copy(number) or is_version(number)):
        return _original(drawn, rng, number)
    earlier = rng.randrange(max(1, number))
    while earlier and (is_copy(earlier) or is_version(earlier)):
        earlier -= 1
    first = _original(drawn, random.Random(f"article {drawn.seed} {earlier}"), earlier)
    if is_version(number):
        changed = rng.randrange(len(first.body))
        body = (*first.body[:changed], _paragraph(drawn, rng), *first.body[changed + 1 :])
        return replace(first, key=f"{first.key}-v{number}", body=body, fetched=1 + number % 20)
    outlet = rng.choice(drawn.outlets)
    return replace(
        first,
        key=f"copy-{number}",
        title=_sentence(drawn, rng, 7),
        outlet=outlet,
        url=_url(outlet, number),
        byline=_byline(drawn, rng),
        day=first.day + timedelta(days=rng.randrange(2)),
        credit=f"({first.outlet})",
        body=first.body[:-1],
    )


def _original(drawn: World, rng: random.Random, number: int) -> Plan:
    outlet = rng.choice(drawn.outlets)
    return Plan(
        key=f"story-{number}",
        title=_sentence(drawn, rng, 8),
        outlet=outlet,
        byline=_byline(drawn, rng),
        section=rng.choice(_SECTIONS),
        url=_url(outlet, number),
        day=FIRST_DAY + timedelta(days=rng.randrange(DAYS)),
        credit=f"{outlet} staff",
        body=tuple(_paragraph(drawn, rng) for _ in range(rng.randint(8, 14))),
    )


def _url(outlet: str, number: int) -> str:
    return f"https://{outlet.lower().replace(' ', '-')}.example/{number}"


def _byline(drawn: World, rng: random.Random) -> str:
    return rng.choice(drawn.people[-80:]).name


def _paragraph(drawn: World, rng: random.Random) -> tuple[Said, ...]:
    own = Said(content=_sentence(drawn, rng, rng.randint(8, 18)))
    return (_said(drawn, rng), own) if rng.random() < 0.6 else (_said(drawn, rng),)


def _said(drawn: World, rng: random.Random) -> Said:
    content = _sentence(drawn, rng, rng.randint(8, 24))
    if rng.random() < 0.06:
        content += f" {rng.choices(drawn.people, cum_weights=drawn.people_weights)[0].name} {drawn.draw(rng, 3)}"
    return attributed(drawn, rng, content)


def attributed(drawn: World, rng: random.Random, content: str) -> Said:
    """Those words as somebody's: a person's, in or without quotation marks, a body's, or an unnamed source's."""
    stance, cue = rng.choice(_STANCES)
    kind = rng.random()
    if kind < 0.4:
        who = _person(drawn, rng)
        before, after = "“", f",” {cue} {who.mention}, {who.role}."
        return Said(before=before, content=content, after=after, who=who, cue=cue, quotation="direct", stance=stance)
    if kind < 0.65:
        who = _person(drawn, rng)
        content = content[0].lower() + content[1:]
        return Said(before=f"{who.mention} {cue} that ", content=content, who=who, cue=cue, stance=stance)
    if kind < 0.8:
        body = rng.choice(drawn.bodies)
        who = Who(mention=body, kind="organisation", name=body)
        return Said(
            content=f"Perhaps {content[0].lower()}{content[1:]}",
            after=f", the {body} said.",
            who=who,
            cue="said",
            hedge="Perhaps",
        )
    outlet, reason = rng.choice(drawn.outlets), rng.choice(_REASONS)
    who = Who(mention=rng.choice(_UNNAMED), kind="person", reason=reason, via=outlet)
    after = f", {who.mention} who saw the report told {outlet}, asking not to be named {reason}."
    return Said(content=content, after=after, who=who, cue="told", knows="saw the report")


def _person(drawn: World, rng: random.Random) -> Who:
    person = rng.choices(drawn.people, cum_weights=drawn.people_weights)[0]
    first, last = person.name.split()
    way = rng.random()
    name = f"{first} {person.middle}. {last}" if way < 0.12 else f"Dr. {person.name}" if way < 0.2 else person.name
    return Who(mention=name, kind="person", name=name, role=person.role)


def _sentence(drawn: World, rng: random.Random, count: int) -> str:
    words = drawn.draw(rng, count)
    return words[0].upper() + words[1:]


def _new_words(rng: random.Random, count: int, least: int, most: int) -> list[str]:
    """Different made-up words of `least` to `most` syllables."""
    onsets, vowels, ends, taken = _ONSETS.split(), _VOWELS.split(), _ENDS.split(" "), set(_FUNCTION.split())
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = rng.randint(least, most)
        word = "".join(rng.choice(onsets) + rng.choice(vowels) for _ in range(syllables)) + rng.choice(ends)
        if word not in taken:
            found[word] = None
    return list(found)
