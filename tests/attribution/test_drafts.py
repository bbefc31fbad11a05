"""Drafts: doubles, joining, drawing out to the marks, and references that survive an exchange."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from drafted import drafted

from firsthand.attribution.drafts import Draft, dice, exchanged, from_encoder, joined, length, shared, snapped
from firsthand.attribution.encoder import Found, Part
from firsthand.language.quotes import quotations
from firsthand.model import Span


def part(start: int, end: int, sure: float = 0.9) -> Part:
    return Part(span=Span(start, end), begin=sure, end=sure, worst=sure)


def found(cue: Part, *contents: Part, nested: bool = False, sources: tuple[Part, ...] = ()) -> Found:
    return Found(cue=cue, nested=nested, sources=sources, contents=contents, silence=0.1)


def test_measures() -> None:
    one, other = (Span(0, 4), Span(6, 8)), (Span(2, 7),)
    assert (length(one), shared(one, other), dice(one, other)) == (6, 3, 6 / 11)
    assert dice((), ()) == 1.0


def test_joined() -> None:
    text = "“Go,” “now” he said"
    assert joined(text, [Span(6, 11), Span(0, 5)]) == (Span(0, 11),)
    assert joined(text, [Span(0, 5), Span(12, 14)]) == (Span(0, 5), Span(12, 14))
    assert joined(text, [Span(0, 9), Span(1, 3)]) == (Span(0, 9),)


def test_place_of_a_draft() -> None:
    draft = Draft(contents=(Span(5, 9), Span(20, 22)), cue=Span(1, 3), producer="test")
    assert (draft.begins, draft.whole) == (1, Span(1, 22))


TEXT = "Mora said that Finch thinks that it will rain on the quay tomorrow."


@pytest.mark.parametrize(
    ("findings", "cues"),
    [
        ([found(part(5, 9), part(15, 66))], [5]),
        ([found(part(5, 9), part(10, 10 + 4)), found(part(5, 9, 0.5), part(15, 66))], [5]),
        ([found(part(5, 9), part(33, 66)), found(part(0, 4, 0.5), part(33, 60))], [5]),
        ([found(part(5, 9), part(15, 66)), found(part(21, 27), part(33, 66), nested=True)], [5, 21]),
        ([found(part(5, 9), part(15, 66)), found(part(21, 27), part(15, 66))], [5, 21]),
        ([found(part(5, 9), Part(span=Span(66, 67), begin=1, end=1, worst=1))], []),
    ],
)
def test_doubles_are_left_out(findings: list[Found], cues: list[int]) -> None:
    drafts = from_encoder(TEXT, findings, producer="e")
    assert sorted(d.cue.start for d in drafts if d.cue) == cues


def test_the_surest_source_is_kept() -> None:
    sources = (part(0, 4, 0.6), part(15, 20, 0.8))
    (draft,) = from_encoder(TEXT, [found(part(5, 9), part(33, 66), sources=sources)], producer="e")
    assert draft.source == Span(15, 20)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("“{c|We go today, all of us},” {s|Mora} {q|said}.", "“We go today, all of us,”"),
        ("“We {c|go today, all of us},” {s|Mora} {q|said}.", "“We go today, all of us,”"),
        ("“We go today, all of {c|us},” {s|Mora} {q|said}.", "us"),
        ("“{c|We go},” {s|Mora} {q|said}, and all of us too.”", "“We go,”"),
        ("“He {q|said} {c|we all go to the quay today}.”", "we all go to the quay today"),
    ],
)
def test_snapped(marked: str, expected: str) -> None:
    article, drafts = drafted(marked)
    (draft,) = snapped(article.text, drafts, quotations(article.text))
    assert [c.of(article.text) for c in draft.contents] == [expected]


def test_nested_contents_are_not_drawn_out() -> None:
    article, drafts = drafted("“{n|We all go today},” {s|Mora} {q|said}.")
    assert snapped(article.text, drafts, quotations(article.text)) == drafts


def test_references_survive_an_exchange() -> None:
    first = Draft(contents=(Span(0, 1),), producer="a")
    chain = [first]
    for i in range(3_000):
        chain.append(Draft(contents=(Span(i + 1, i + 2),), producer="a", continues=chain[-1]))
    child = Draft(contents=(Span(0, 1),), producer="a", inside=chain[-1])
    out = exchanged([child, *reversed(chain)], {id(first): replace(first, producer="b")})
    assert out[0].inside is out[1]
    assert all(a.continues is b for a, b in pairwise(out[1:]))
    assert out[-1].producer == "b"
    assert exchanged(chain, {}) == chain


def test_time_is_near_linear() -> None:
    def seconds(n: int) -> float:
        text = "“It will rain today,” he said. " * n
        findings = [found(part(i * 31 + 25, i * 31 + 29), part(i * 31 + 1, i * 31 + 20)) for i in range(n)]
        quotes = quotations(text)
        start = time.process_time()
        assert len(snapped(text, from_encoder(text, findings, producer="e"), quotes)) == n
        return time.process_time() - start

    few = seconds(100)
    assert seconds(800) < 24 * few + 0.2


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Vestmark.info said so.", "Vestmark.info"),
        ("It fell, said nordlys24.net.", "nordlys24.net"),
        ("The boat sank.He said so.", "He"),
    ],
)
def test_the_name_of_a_site_is_one_word(text: str, source: str) -> None:
    last = source.split(".")[-1]
    at = text.index(last)
    cue = text.index("said")
    (draft,) = from_encoder(
        text,
        [found(part(cue, cue + 4), part(len(text) - 3, len(text) - 1), sources=(part(at, at + len(last)),))]
        if text.endswith("so.")
        else [found(part(cue, cue + 4), part(0, 7), sources=(part(at, at + len(last)),))],
        producer="e",
    )
    assert draft.source is not None
    assert draft.source.of(text) == source


def test_a_content_ends_before_its_own_source() -> None:
    text = "It was sold, vestmark.info said."
    at = text.index("said")
    one = found(part(at, at + 4), part(0, 22), sources=(part(22, 26),))
    (draft,) = from_encoder(text, [one], producer="e")
    assert [c.of(text) for c in draft.contents] == ["It was sold"]
