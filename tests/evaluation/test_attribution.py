import random
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InvalidValue
from firsthand.evaluation.attribution import AttributionScore, dice, join, pair, score, trim
from firsthand.evaluation.brat import read_brat
from firsthand.evaluation.humans import human_score
from firsthand.evaluation.relation import Annotated, Relation, relations_of
from firsthand.model import Article, Reading, Span, Statement
from firsthand.model.wire import to_json

TEXT = "Mayor Ilse Brandt said that “the bridge is safe,” and left. Orlo Pym disagreed."
WHO = Span(0, 17)
CUE = Span(18, 22)
WHAT = Span(23, 49)


def spans(*pairs: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(Span(*p) for p in pairs)


def scored(gold: list[Relation], predicted: list[Relation], discarded: tuple[Span, ...] = ()) -> AttributionScore:
    article = Annotated(key="a", annotator="", text=TEXT, relations=tuple(gold), discarded=discarded)
    return score([(article, predicted)])


@pytest.mark.parametrize(
    ("words", "content", "left"),
    [
        ("“the bridge is safe,”", True, "the bridge is safe"),
        ("that “the bridge is safe,”", True, "the bridge is safe"),
        ("that “the bridge is safe,”", False, "that “the bridge is safe"),
        ("That that will do", True, "will do"),
        ("(thatch)", True, "thatch"),
        ("that", True, "that"),
        (" … “ ” ", True, None),
    ],
)
def test_trim(words: str, content: bool, left: str | None) -> None:
    got = trim(words, Span(0, len(words)), content=content)
    assert (got and got.of(words)) == left


def test_join_closes_gaps_of_white_space_only() -> None:
    assert join("one two, three", spans((4, 7), (0, 3), (9, 14), (1, 2))) == spans((0, 7), (9, 14))


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ((), (), 1.0),
        (spans((0, 4)), (), 0.0),
        (spans((0, 4)), spans((0, 4)), 1.0),
        (spans((0, 4)), spans((2, 6)), 0.5),
        (spans((0, 2), (4, 6)), spans((0, 6)), 0.8),
    ],
)
def test_dice(ours: tuple[Span, ...], theirs: tuple[Span, ...], expected: float) -> None:
    assert dice(ours, theirs) == pytest.approx(expected)


def test_right_in_everything_but_marks_is_exact_and_linked_but_not_raw() -> None:
    gold = [Relation(source=(WHO,), cue=(CUE,), content=(WHAT,))]
    got = scored(gold, [Relation(source=(WHO,), cue=(CUE,), content=spans((29, 47)), confidences=(0.8,))])
    assert {f.name: f.f1 for f in got.figures} == {
        "raw_source": 1.0,
        "exact_source": 1.0,
        "chars_source": 1.0,
        "raw_cue": 1.0,
        "exact_cue": 1.0,
        "chars_cue": 1.0,
        "raw_content": 0.0,
        "exact_content": 1.0,
        "chars_content": 1.0,
        "found": 1.0,
        "linked": 1.0,
    }
    assert got.outcomes == ((0.8, True),)


def test_wrong_source_is_found_and_not_linked() -> None:
    gold = [Relation(source=(WHO,), cue=(CUE,), content=(WHAT,))]
    got = scored(gold, [Relation(source=spans((60, 68)), cue=(CUE,), content=(WHAT,), confidences=(0.9,))])
    assert (got.figure("found").hits, got.figure("linked").hits) == (1, 0)
    assert got.outcomes == ((0.9, False),)


def test_a_linked_pair_is_preferred_to_a_greater_overlap() -> None:
    gold = [Relation(source=(WHO,), cue=(CUE,), content=(WHAT,))]
    exact = Relation(source=spans((60, 68)), cue=(CUE,), content=(WHAT,))
    linked = Relation(source=(WHO,), cue=(CUE,), content=spans((29, 47)))
    (only,) = pair(gold, [exact, linked])
    assert (only.predicted, only.linked) == (1, True)


def test_what_gold_discards_is_left_out_on_both_sides() -> None:
    got = scored(
        [Relation(source=spans((60, 68)), cue=spans((69, 78)))],
        [Relation(content=spans((60, 78)), confidences=(0.5,))],
        discarded=spans((60, 79)),
    )
    assert all(f.gold == f.predicted == 0 for f in got.figures)
    assert got.outcomes == ()


def test_by_quotation_counts_a_pair_under_the_golds_type() -> None:
    gold = [Relation(content=spans((28, 49)))]
    got = scored(gold, [Relation(content=(WHAT,)), Relation(content=spans((50, 58)))])
    assert {f.name: (f.hits, f.extra, f.missed) for f in got.by_quotation} == {
        "direct found": (1, 0, 0),
        "direct linked": (1, 0, 0),
        "mixed found": (0, 0, 0),
        "mixed linked": (0, 0, 0),
        "indirect found": (0, 1, 0),
        "indirect linked": (0, 1, 0),
    }


def test_nothing_at_all_scores_nothing() -> None:
    assert score([]).figures == ()
    assert all(f.f1 == f.precision == f.recall == 0.0 for f in scored([], []).figures)


def statement(id: str, start: int, **more: object) -> Statement:
    return Statement(id=id, quotation="indirect", content_spans=spans((start, start + 2)), **more)  # type: ignore[arg-type]


def test_relations_are_the_outermost_statements_with_continuations_joined() -> None:
    statements = (
        statement("a1", 0, source_span=Span(20, 22), confidence=0.9),
        statement("a1.1", 0, parent="a1"),
        statement("a2", 4, continues="a1", confidence=0.6),
        statement("a3", 8, continues="a2", cue_span=Span(24, 26), confidence=0.7),
        statement("a4", 12, continues="a1.1"),
    )
    joined, alone = relations_of(Reading(article=Article(key="k", text=TEXT), statements=statements))
    assert joined.content == spans((0, 2), (4, 6), (8, 10))
    assert (joined.source, joined.cue) == (spans((20, 22)), spans((24, 26)))
    assert joined.confidences == (0.9, 0.6, 0.7)
    assert alone.content == spans((12, 14))


def test_statements_that_continue_each_other_in_a_circle_end() -> None:
    circle = (statement("a1", 0, continues="a2"), statement("a2", 4, continues="a1"))
    assert len(relations_of(Reading(article=Article(key="k", text=TEXT), statements=circle))) == 2


@st.composite
def relation(draw: st.DrawFn) -> Relation:
    def role() -> tuple[Span, ...]:
        starts = draw(st.lists(st.integers(0, len(TEXT) - 8), max_size=2))
        return tuple(Span(s, s + draw(st.integers(1, 8))) for s in starts)

    return Relation(source=role(), cue=role(), content=role(), confidences=(draw(st.floats(0, 1)),))


@given(st.lists(relation(), max_size=4), st.lists(relation(), max_size=4))
def test_figures_stay_in_bounds_and_do_not_ask_which_side_is_gold(a: list[Relation], b: list[Relation]) -> None:
    one, other = scored(a, b), scored(b, a)
    for f in one.figures:
        assert 0.0 <= f.f1 <= 1.0
        if not f.name.endswith(("found", "linked")):
            assert f.f1 == other.figure(f.name).f1
    assert one.figure("linked").hits <= one.figure("found").hits
    for name in ("found", "linked"):
        total = [f for f in one.by_quotation if f.name.endswith(f" {name}")]
        assert sum(f.hits for f in total) == one.figure(name).hits
        assert sum(f.gold for f in total) == one.figure(name).gold
        assert sum(f.predicted for f in total) == one.figure(name).predicted


@given(st.lists(relation(), max_size=4))
def test_gold_against_itself_is_perfect(gold: list[Relation]) -> None:
    assert all(f.extra == f.missed == 0 for f in scored(gold, gold).figures)


# Against the script that the figures are defined by, on real annotations.


def moved(chance: random.Random, span: Span, text: str) -> Span:
    """`span` as a reader might get it a little wrong."""
    start = max(0, span.start + chance.choice((0, 0, 0, 0, -1, 1, 5, -7)))
    end = min(len(text), span.end + chance.choice((0, 0, 0, 0, 1, -1, 9, -12)))
    return Span(start, end) if start < end else span


def perturbed(annotated: Annotated, seed: int) -> Reading:
    """A reading got from gold by losing, moving, splitting, nesting and misplacing its spans."""
    chance = random.Random(f"{seed} {annotated.key}")
    statements: list[Statement] = []
    for r in annotated.relations:
        if not r.content or chance.random() < 0.15:
            continue
        parts = cut(chance, tuple(moved(chance, s, annotated.text) for s in join(annotated.text, r.content)))
        before = None
        for content in parts:
            id = f"a{len(statements)}"
            statements.append(
                Statement(
                    id=id,
                    quotation="indirect",
                    content_spans=content,
                    source_span=maybe(chance, r.source, annotated.text) if before is None else None,
                    cue_span=maybe(chance, r.cue, annotated.text) if before is None else None,
                    continues=before,
                    parent=statements[-1].id if statements and before is None and chance.random() < 0.1 else None,
                    confidence=round(chance.random(), 3),
                )
            )
            before = id
    return Reading(article=Article(key=annotated.key, text=annotated.text), statements=tuple(statements))


def cut(chance: random.Random, content: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    try:
        Statement(id="x", quotation="indirect", content_spans=content)
    except InvalidValue:
        content = content[:1]
    if len(content) > 1 and chance.random() < 0.7:
        yield content[:1]
        yield content[1:]
    elif len(content[0]) > 40 and chance.random() < 0.2:
        middle = content[0].start + len(content[0]) // 2
        yield (Span(content[0].start, middle),)
        yield (Span(middle, content[0].end), *content[1:])
    else:
        yield content


def maybe(chance: random.Random, role: tuple[Span, ...], text: str) -> Span | None:
    return moved(chance, role[0], text) if role and chance.random() < 0.85 else None


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "each"), [("dev", False), ("agreement", True)])
def test_figures_equal_those_of_the_script(
    folder: str, each: bool, shared: Path, script: Callable[[str], ModuleType]
) -> None:
    theirs = script("attribution")
    gold = read_brat(shared / "polnear" / folder, each=each, limit=5 if each else 30)
    script_gold = dict(list(theirs.gold(str(shared / "polnear" / folder), each).items())[: len(gold)])
    readings = {a.key: perturbed(a, seed=7) for a in gold}
    rows = {key: to_json(reading) for key, reading in readings.items()}
    expected = theirs.score(
        [
            (text, attrs, theirs.predicted(rows[key[0] if each else key]), discarded)
            for key, (text, attrs, discarded) in script_gold.items()
        ]
    )
    got = score((a, relations_of(readings[a.key])) for a in gold)
    assert {f.name: f.f1 for f in got.figures} == pytest.approx(expected, abs=1e-12)
    assert 0.3 < got.figure("linked").f1 < 0.9, "the perturbed readings should be neither perfect nor hopeless"


@pytest.mark.shared
def test_pairs_of_people_score_as_measured_with_the_script(shared: Path) -> None:
    people = human_score(read_brat(shared / "polnear" / "agreement", each=True))
    assert people is not None
    assert people.articles == 235
    names = ("exact_source", "exact_cue", "exact_content", "found", "linked")
    assert [round(100 * people.figure(n).f1, 1) for n in names] == [79.0, 71.2, 71.7, 82.0, 71.3]
