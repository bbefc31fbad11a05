from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Span
from firsthand.model.trace import Unit
from firsthand.tracing.clusters import LINK, against, clusters, pair, turned
from firsthand.tracing.features import Features
from firsthand.tracing.matching import Match

SURE, UNSURE = Match(probability=0.9), Match(probability=0.04)
NUMBER = Match(probability=0.9, conflicts=("number",))
OPPOSITE = Match(probability=0.9, conflicts=("opposite",))


def unit(n: int, words: str = "") -> Unit:
    return Unit(article=f"article {n}", spans=(Span(0, 5),), words=words or f"telling number {n}")


def grouped(some, matches, **more) -> set[frozenset[str]]:
    return {frozenset(u.article[-1] for u in group) for group in clusters(some, matches, **more)}


def key(a: Unit, b: Unit):
    return pair(a.id, b.id)


A, B, C = unit(1), unit(2), unit(3)


def test_what_is_sure_is_joined_and_what_is_not_stays_apart() -> None:
    assert grouped([A, B, C], {key(A, B): SURE, key(B, C): UNSURE}) == {frozenset("12"), frozenset("3")}


def test_the_same_words_are_one_claim_without_a_match() -> None:
    assert grouped([unit(1, "It was sold."), unit(2, "it was “sold”")], {}) == {frozenset("12")}


def test_an_altered_number_is_one_claim_only_where_a_derivation_is_shown() -> None:
    matches = {key(A, B): NUMBER}
    assert len(grouped([A, B], matches)) == 2
    assert len(grouped([A, B], matches, derived={pair(A.article, B.article)})) == 1
    assert len(grouped([A, B], {key(A, B): OPPOSITE}, derived={pair(A.article, B.article)})) == 2


def test_a_conflict_is_not_bridged_by_a_third() -> None:
    matches = {key(A, B): SURE, key(B, C): SURE, key(A, C): NUMBER}
    assert len(grouped([A, B, C], matches)) == 2


def test_a_person_decides_before_the_scorer() -> None:
    assert grouped([A, B], {}, together={key(A, B)}) == {frozenset("12")}
    assert len(grouped([A, B], {key(A, B): SURE}, apart={key(A, B)})) == 2


def test_who_negates_a_claim_denies_it() -> None:
    told = {A.id: Features(words=()), B.id: Features(words=()), C.id: Features(words=(), negated=True)}
    opposed = Match(probability=0.9, opposed=True, conflicts=("negation",))
    matches = {key(A, B): SURE, key(A, C): opposed, key(B, C): opposed}
    assert against([A, B, C], told, matches) == {C.id}
    assert turned(C).stance == "denies"


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(6, 9)), st.floats(0, 1)), st.permutations(range(10)))
def test_any_order_gives_the_same(values, order) -> None:
    some = [unit(n) for n in range(10)]
    matches = {key(some[a], some[b]): Match(probability=p) for (a, b), p in values.items()}
    shuffled = dict(sorted(matches.items(), reverse=True))
    assert clusters(some, matches) == clusters([some[i] for i in order], shuffled)


def test_a_weak_likeness_is_no_claim() -> None:
    weak, link = Match(probability=LINK - 0.01), Match(probability=LINK)
    assert len(grouped([A, B], {key(A, B): weak})) == 2
    assert len(grouped([A, B], {key(A, B): link})) == 1
    assert len(grouped([A, B, C], {key(A, B): SURE, key(B, C): link})) == 1
    assert len(grouped([A, B, C], {key(A, B): SURE, key(B, C): weak, key(A, C): weak})) == 2
