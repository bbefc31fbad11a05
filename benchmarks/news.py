"""Owns invented news to measure tracing with: stories that several outlets tell, in order of time. It reads no article.

Common words are English, drawn as often as `firsthand.tracing` knows news to have them, so that what is rare there is
rare here. A story has people, places and rare words of its own, and claims, which its articles tell in words that
differ: some left out, some put in, the halves turned round. Stories begin all the time; most of what is told of one is
told within days, and some are told far more than others. Of every hundred articles ten are nearly copies of an earlier
one of the same days, four are later versions of a page, and twelve are of a story that nobody else tells.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, lru_cache
from itertools import accumulate
from math import exp

from benchmarks.generator import FIRST_DAY, World, attributed, is_copy, is_version
from benchmarks.layout import Made, Plan, Said, made_of
from firsthand.tracing.lists import lines, words

PER_DAY = 100 / 3
"""Articles of one day: 10,000 in 300 days."""
PER_STORY = 20
"""Articles that a story has in the mean."""
SPAN = 14
"""Days after which nobody begins to tell of a story."""
ALONE = 0.12
"""Share of articles whose story nobody else tells."""
CLAIMS, OWN_WORDS, OWN_PEOPLE = 16, 30, 6
_RARE = (2, 60)
"""Texts that a story's own words stand in, of the 824 that were counted."""
_VERBS = (
    "cancelled closed opened sold bought rejected approved delayed rebuilt moved ended signed repaired "
    "inspected blocked flooded funded doubled halved announced refused joined left raised tested shipped insured "
    "painted"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the articles of one story have in common: people, rare words, claims; `weight` is how much it is told."""

    people: tuple[str, ...]
    words: tuple[str, ...]
    claims: tuple[tuple[str, ...], ...]
    first_day: float
    weight: float


def news(count: int, *, start: int = 0, of: World, per_day: float = PER_DAY) -> Iterator[Made]:
    """The articles number `start` to `start + count`; each is the same whatever was asked for before it."""
    for number in range(start, start + count):
        yield made_of(_plan(of, number, per_day))


def _plan(drawn: World, number: int, per_day: float) -> Plan:
    rng = random.Random(f"news {drawn.seed} {number}")
    if not (is_copy(number) or is_version(number)):
        return _original(drawn, rng, number, per_day)
    earlier = max(0, number - rng.randint(1, max(1, int(2 * per_day))))
    while earlier and (is_copy(earlier) or is_version(earlier)):
        earlier -= 1
    first = _original(drawn, random.Random(f"news {drawn.seed} {earlier}"), earlier, per_day)
    day = FIRST_DAY + timedelta(days=int(number / per_day))
    outlet = rng.choice(drawn.outlets)
    if is_version(number):
        body = (*first.body[:-1], tuple(attributed(drawn, rng, _common(rng, 14)) for _ in range(2)))
        return replace(first, key=f"{first.key}-v{number}", body=body, fetched=1 + number % 20)
    url = _url(outlet, number)
    return replace(first, key=f"copy-{number}", outlet=outlet, url=url, day=day, body=first.body[:-1])


def _original(drawn: World, rng: random.Random, number: int, per_day: float) -> Plan:
    day = number / per_day
    story = _story_of(drawn, rng, number, day, per_day)
    told = sorted(rng.sample(range(CLAIMS), rng.randint(6, 11)), key=lambda n: (n > 3, rng.random()))
    outlet = rng.choice(drawn.outlets)
    return Plan(
        key=f"news-{number}",
        title=_sentence(_telling(rng, story.claims[told[0]], most=9)),
        outlet=outlet,
        byline=rng.choice(drawn.people[-80:]).name,
        section="News",
        url=_url(outlet, number),
        day=FIRST_DAY + timedelta(days=int(day)),
        credit=f"{outlet} staff",
        body=tuple(_paragraph(drawn, rng, story, story.claims[n]) for n in told),
    )


def _url(outlet: str, number: int) -> str:
    return f"https://{outlet.lower().replace(' ', '-')}.example/news/{number}"


def _paragraph(drawn: World, rng: random.Random, story: Story, claim: Sequence[str]) -> tuple[Said, ...]:
    telling = _sentence(_telling(rng, claim))
    first = attributed(drawn, rng, telling) if rng.random() < 0.65 else Said(content=telling)
    beside = rng.random()
    if beside < 0.5:
        return (first, Said(content=_common(rng, rng.randint(9, 18))))
    if beside < 0.8:
        own = _telling(rng, (*rng.sample(story.words, 2), rng.choice(story.people), *_common(rng, 8).lower().split()))
        return (first, Said(content=_sentence(own)))
    return (first,)


def _telling(rng: random.Random, claim: Sequence[str], *, most: int = 40) -> list[str]:
    """A claim in words that differ from outlet to outlet."""
    kept = [w for w in claim if rng.random() > 0.18]
    if rng.random() < 0.3:
        half = len(kept) // 2
        kept = kept[half:] + kept[:half]
    for _ in range(rng.randrange(4)):
        kept.insert(rng.randrange(len(kept) + 1), _common(rng, 1).lower())
    return kept[:most] if len(kept) > 3 else list(claim[:most])


def _sentence(told: Sequence[str]) -> str:
    words = " ".join(told)
    return words[:1].upper() + words[1:]


# Stories


def _story_of(drawn: World, rng: random.Random, number: int, day: float, per_day: float) -> Story:
    """The story of an article: one of those of the last days, the newer and greater the likelier."""
    if rng.random() < ALONE:
        return story(drawn, f"alone {number}", day)
    a_day = per_day / PER_STORY
    last = int(day * a_day)
    some = [story(drawn, str(n), n / a_day) for n in range(max(0, last - int(SPAN * a_day)), last + 1)]
    return rng.choices(some, weights=[s.weight * exp(-(day - s.first_day) / 3) for s in some])[0]


def story(drawn: World, name: str, day: float) -> Story:
    """The story of that name, which begins on that day, counted from the first of all."""
    rng = random.Random(f"story {drawn.seed} {name}")
    invented = [drawn.words[rng.randrange(2000, len(drawn.words))] for _ in range(6)]
    people = [rng.choice(drawn.people).name for _ in range(OWN_PEOPLE - 3)]
    people += [w.capitalize() for w in invented[:2]] + [rng.choice(drawn.bodies)]
    return _story(f"story {drawn.seed} {name}", tuple(invented), tuple(people), day)


@lru_cache(maxsize=512)
def _story(seed: str, invented: tuple[str, ...], people: tuple[str, ...], day: float) -> Story:
    rng = random.Random(seed)
    own = (*rng.sample(_rare(), OWN_WORDS), *invented)
    claims = tuple(_claim(rng, own, people) for _ in range(CLAIMS))
    return Story(people=people, words=own, claims=claims, first_day=day, weight=rng.paretovariate(1.2))


def _claim(rng: random.Random, own: Sequence[str], people: Sequence[str]) -> tuple[str, ...]:
    who, whom = rng.sample(people, 2)
    number = [str(rng.randint(3, 900)), rng.choice(own)] if rng.random() < 0.3 else []
    rest = [*rng.sample(own, rng.randint(3, 6)), *_common(rng, rng.randint(3, 8)).lower().split(), *number]
    rng.shuffle(rest)
    half = len(rest) // 2
    return (who, rng.choice(("has", "was", "will be")), rng.choice(_VERBS.split()), *rest[:half], whom, *rest[half:])


# Words


@cache
def _counted() -> tuple[tuple[str, int], ...]:
    rows = (line.split("\t") for line in lines("frequencies.tsv"))
    return tuple((word, int(n)) for word, n in rows if word.isascii() and word.isalpha() and len(word) > 1)


@cache
def _rare() -> tuple[str, ...]:
    return tuple(w for w, n in _counted() if _RARE[0] <= n <= _RARE[1] and w not in words("stops.txt"))


@cache
def _drawn_from() -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(w for w, _ in _counted()), tuple(accumulate(n for _, n in _counted()))


def _common(rng: random.Random, count: int) -> str:
    """So many words in a row, as often as news has them."""
    every, weights = _drawn_from()
    return _sentence(rng.choices(every, cum_weights=weights, k=count))
