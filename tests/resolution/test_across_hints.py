"""Hints that two keys may be one source: each with its reason, in a fixed order, and none that is applied."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.language.outlets import load_outlets
from firsthand.model import Source, SourceKind
from firsthand.model.identity import SourceKey
from firsthand.resolution.across import groups, source_key
from firsthand.resolution.across_hints import suggestions

OUTLETS = load_outlets()


def key(name: str, kind: SourceKind = "person") -> SourceKey:
    found = source_key(Source(id="s1", kind=kind, name=name), outlets=OUTLETS)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("one", "other", "kind", "reason"),
    [
        ("Torvald Riis", "T. Riis", "person", "surname with an initial"),
        ("Torvald Adam Riis", "T. A. Riis", "person", "surname with an initial"),
        ("Torvald Riis", "Riis", "person", "one name only"),
        ("Madonna Kolb", "Madonna", "person", "one name only, and it is the other's first name"),
        ("Torvald Riis", "Torvald A. Riis", "person", "one has a middle name or initial"),
        ("Torvald A. Riis", "Torvald B. Riis", "person", "the middle names differ"),
        ("Torvald Riis", "Torvald Riis Jr.", "person", "they differ in Jr., Sr. or a number: mostly two people"),
        ("Torvald Korsunsky", "Torvald Korsunski", "person", "spelling differs by one letter"),
        ("Mohammed Kolberg", "Muhammad Kolberg", "person", "spelling differs by two letters"),
        ("William Riis", "Bill Riis", "person", "a short form of the first name"),
        ("Riis Torvald", "Torvald Riis", "person", "the same words in another order"),
        ("Kim Dae-hyun", "Kim Daehyun", "person", "the same letters, parted otherwise"),
        ("Juan Marrón", "Juan Marrón López", "person", "one has a further surname"),
        ("R. Nicholas Riis", "Nicholas Riis", "person", "one goes by the second first name"),
        ("European Central Bank", "ECB", "organisation", "the first letters of the longer name"),
        ("Hollis", "Hollis Foods", "organisation", "one is a longer form of the name"),
        (
            "Ukrainian Defence Ministry",
            "Ukraine's Ministry of Health",
            "government",
            "two names of one kind of body there",
        ),
        ("Hollis Foods", "Holliss Foods", "organisation", "spelling differs by one letter"),
    ],
)
def test_what_may_be_one_is_suggested_with_a_reason(one: str, other: str, kind: SourceKind, reason: str) -> None:
    for a, b in ((one, other), (other, one)):
        (found,) = suggestions(key(a, kind), [key(b, kind)])
        assert found.reason == reason
        assert 0 < found.score < 1
        assert (found.key, found.other) == (key(a, kind), key(b, kind))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Torvald Riis", "Anna Riis", "person"),
        ("Torvald Riis", "Torvald Kolb", "person"),
        ("Torvald Riis", "A. Riis", "person"),
        ("Ko Li", "Ko Lu", "person"),
        ("Ukrainian Defence Ministry", "Russian Defence Ministry", "government"),
        ("Hollis Foods", "Kolb Mining", "organisation"),
    ],
)
def test_what_is_merely_alike_is_not(one: str, other: str, kind: SourceKind) -> None:
    assert suggestions(key(one, kind), [key(other, kind)]) == ()


def test_hints_across_kinds() -> None:
    (same,) = suggestions(key("Hollis Foods", "organisation"), [key("Hollis Foods", "outlet")])
    assert same.reason == "the same name, read as an organisation and as an outlet"
    (land,) = suggestions(key("Ukraine", "country"), [key("Ukrainian government", "government")])
    assert land.reason == "a country and its government"


def test_a_key_is_not_suggested_to_itself_and_each_other_once() -> None:
    riis = key("Torvald Riis")
    assert suggestions(riis, [riis, key("TORVALD RIIS")]) == ()
    assert len(suggestions(riis, [key("T. Riis"), key("Mr T. Riis"), key("T. RIIS")])) == 1
    assert len(suggestions(riis, [key(f"Torvald {c}. Riis") for c in "ABCDEF"], most=3)) == 3


NAMES = ["Torvald Riis", "T. Riis", "Riis", "Torvald A. Riis", "Torvald B. Riis", "Riis Torvald", "Torvald Rijs", "ECB"]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8), st.randoms())
def test_suggestions_do_not_depend_on_order_and_merge_nothing(names: list[str], chance: random.Random) -> None:
    keys = [key(n) for n in names]
    mixed = keys[:]
    chance.shuffle(mixed)
    found = suggestions(keys[0], keys)
    assert suggestions(keys[0], mixed) == found
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert not {s.other.id for s in found} & {keys[0].id}
    for one in found:
        merged = len(groups([one.key, one.other])) == 1
        assert merged == (one.reason == "one has a middle name or initial")
