"""When sources of different articles are one: name → key, which keys are one source, and that order plays no part."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.language.outlets import Outlet, load_outlets
from firsthand.model import Source, SourceKind
from firsthand.model.identity import SourceKey
from firsthand.resolution.across import groups, source_key

OUTLETS = load_outlets()


def key(name: str | None, kind: SourceKind = "person", **fields: object) -> SourceKey | None:
    return source_key(Source(id="s1", kind=kind, name=name, **fields), outlets=OUTLETS)


def sure(name: str, kind: SourceKind = "person", **fields: object) -> SourceKey:
    found = key(name, kind, **fields)
    assert found is not None, name
    return found


def shown(*names: str) -> list[list[str]]:
    found = [sure(n) for n in names]
    return [[k.display for k in group] for group in groups(found)]


# People


@pytest.mark.parametrize(
    ("name", "expected", "display"),
    [
        ("Torvald Riis", "torvald riis", "Torvald Riis"),
        ("TORVALD RIIS", "torvald riis", "TORVALD RIIS"),
        ("Dr. Torvald A. Riis, Jr.", "torvald a riis jr", "Torvald A. Riis, Jr."),
        ("Frau Dr. Ännika Kolb-Riis", "annika kolb-riis", "Ännika Kolb-Riis"),
        ("Prime Minister Torvald Riis", "torvald riis", "Torvald Riis"),
        ("Prime Minister Riis", "riis", "Riis"),
        ("Lt. Gen. Torvald Riis", "torvald riis", "Torvald Riis"),
        ("Mme Odile Varenne", "odile varenne", "Odile Varenne"),
        ("Sra. Inés Marrón", "ines marron", "Inés Marrón"),
        ("господин Торвальд Риис", "торвальд риис", "Торвальд Риис"),
        ("Torvald Riis, MD", "torvald riis", "Torvald Riis"),
        ("Torvald Riis's", "torvald riis", "Torvald Riis"),
        ("Pope Benedict", "pope benedict", "Pope Benedict"),
        ("King Torvald III", "king torvald iii", "King Torvald III"),
        ("Lord Torvald Riis", "torvald riis", "Torvald Riis"),
        ("Lord Riis", "lord riis", "Lord Riis"),
        ('Torvald "Bo" Riis', "torvald riis", "Torvald Riis"),
        ("Torvald (Bo) Riis", "torvald riis", "Torvald Riis"),
        ("Torvald O’Dell", "torvald odell", "Torvald O'Dell"),
        ("J. K. Holm", "jk holm", "J. K. Holm"),
        ("J.K. Holm", "jk holm", "J.K. Holm"),
        ("JK Holm", "jk holm", "JK Holm"),
        ("J. Holm", "j holm", "J. Holm"),
        ("Vadym Korsunskyy", "vadym korsunsky", "Vadym Korsunskyy"),
        ("Vadym Korsunskiy", "vadym korsunsky", "Vadym Korsunskiy"),
        ("Vadym Korsunskyi", "vadym korsunsky", "Vadym Korsunskyi"),
        ("Vadym Korsunski", "vadym korsunski", "Vadym Korsunski"),
        ("Dmitrii Korr", "dmitry korr", "Dmitrii Korr"),
        ("Sergey Korr", "sergei korr", "Sergey Korr"),
        ("Serhiy Korr", "serhy korr", "Serhiy Korr"),
        ("Oleksandr Korr", "oleksandr korr", "Oleksandr Korr"),
        ("Aleksandr Korr", "alexander korr", "Aleksandr Korr"),
        ("Karim el-Masud", "karim al masud", "Karim el-Masud"),
        ("Karim ibn Masud", "karim bin masud", "Karim ibn Masud"),
        ("Łucja Þórsdóttir", "lucja thorsdottir", "Łucja Þórsdóttir"),
        ("陳大文", "陳大文", "陳大文"),
        ("כרמל שָׂדֶה", "כרמל שדה", "כרמל שָׂדֶה"),
        ("\u202eTorvald\u202c  Riis\0", "torvald riis", "Torvald Riis"),
        ("Torvald 😀 Riis", "torvald riis", "Torvald Riis"),
        ("Madonna", "madonna", "Madonna"),
    ],
)
def test_a_person_and_their_key(name: str, expected: str, display: str) -> None:
    found = key(name)
    assert found is not None
    assert (found.kind_class, found.key, found.display) == ("person", expected, display)


@pytest.mark.parametrize(
    "name",
    [
        *(None, "", " ", "\0", "😀", "...", "x" * 10_000, "Riis " * 3_000, "\ud800", "\u202e"),
        *("the mayor", "Mayor", "police", "Officials", "Mayor of Aldmere", "Chief Clerk", "of Aldmere"),
        *("Anna", "Mrs. Anna", "Stefan B.", "K.", "A. B.", "Riis and Kolb", "torvald riis", "12", "III"),
    ],
)
def test_what_is_no_full_proper_name_has_no_key(name: str | None) -> None:
    assert key(name) is None


def test_who_is_unnamed_a_group_or_of_unknown_kind_has_no_key() -> None:
    assert key("Torvald Riis", anonymous=True) is None
    assert key("Torvald Riis", "group") is None
    assert key("Torvald Riis", "unknown") is None
    assert key("Torvald Riis", count=(2, None)) is None
    assert key(None, role="mayor", affiliation="Aldmere", descriptor="the mayor of Aldmere") is None


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Torvald Riis", "torvald riis"),
        ("Torvald Adam B. Riis Jr.", "torvald riis"),
        ("Maria van der Holm", "maria van der holm"),
        ("Jean-Luc Riis", "jean riis"),
        ("Riis", "riis"),
        ("J. Riis", "j riis"),
    ],
)
def test_the_base_is_never_the_surname_of_a_full_name(name: str, base: str) -> None:
    assert sure(name).base == base


@pytest.mark.parametrize(
    ("name", "weak"),
    [
        *(("Riis", True), ("Mr. Riis", True), ("J. Riis", True), ("al-Masud", True), ("Judge Riis", True)),
        *(("Torvald Riis", False), ("J. K. Riis", False), ("Pope Benedict", False), ("陳大文", False)),
    ],
)
def test_a_name_that_is_little_proof_is_marked(name: str, weak: bool) -> None:
    assert sure(name).weak is weak


# Which of them are one


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["John Smith", "Dr. John Smith"], [["John Smith"]]),
        (["John A. Smith", "John Smith"], [["John A. Smith", "John Smith"]]),
        (
            ["John Adam Smith", "John A. Smith", "John Smith"],
            [["John A. Smith", "John Adam Smith", "John Smith"]],
        ),
        (["John A. Smith", "John B. Smith", "John Smith"], [["John A. Smith"], ["John B. Smith"], ["John Smith"]]),
        (
            ["John A. Smith", "John Adam Smith", "John B. Smith"],
            [["John A. Smith", "John Adam Smith"], ["John B. Smith"]],
        ),
        (
            ["John A. Smith", "John Adam Smith", "John Alan Smith"],
            [["John A. Smith"], ["John Adam Smith"], ["John Alan Smith"]],
        ),
        (["John Smith", "John Smith Jr.", "John Smith, Jr"], [["John Smith"], ["John Smith Jr.", "John Smith, Jr"]]),
        (["John Smith II", "John Smith III"], [["John Smith II"], ["John Smith III"]]),
        (["J. Smith", "John Smith"], [["J. Smith"], ["John Smith"]]),
        (["Smith", "John Smith"], [["John Smith"], ["Smith"]]),
        (
            ["Jean-Luc Riis", "Jean Luc Riis", "Jean Riis"],
            [["Jean Luc Riis", "Jean-Luc Riis"], ["Jean Riis"]],
        ),
        (["Kim Dae-hyun", "Kim Dae Hyun"], [["Kim Dae Hyun", "Kim Dae-hyun"]]),
        (["Juan Marrón López", "Juan López"], [["Juan López"], ["Juan Marrón López"]]),
        (["Vincent van Holm", "Vincent Holm"], [["Vincent Holm"], ["Vincent van Holm"]]),
        (["Oleksandr Korr", "Alexander Korr"], [["Alexander Korr"], ["Oleksandr Korr"]]),
        (["Vadym Korsunskyy", "Vadym Korsunskiy"], [["Vadym Korsunskiy", "Vadym Korsunskyy"]]),
    ],
)
def test_groups(names: list[str], expected: list[list[str]]) -> None:
    assert [sorted(g) for g in shown(*names)] == [sorted(g) for g in expected]


FIRST = ("John", "Jean-Luc", "Jean", "J.", "JK", "Luc")
MIDDLE = ("", "A.", "B.", "Adam", "Alan", "Bert", "A. B.", "Adam Bert", "Luc", "Marrón", "C. D. E.")
LAST = ("Riis", "Kolb-Riis", "Kolb Riis", "van Riis", "")
SUFFIX = ("", "Jr.", ", Jr", "III")
PEOPLE = [key(" ".join(filter(None, parts))) for parts in itertools.product(FIRST, MIDDLE, LAST, SUFFIX)]
person = st.sampled_from([p for p in PEOPLE if p is not None])


@settings(max_examples=50)
@given(st.lists(person, max_size=12), st.randoms())
def test_groups_do_not_depend_on_order_and_lose_nobody(keys: list[SourceKey], chance: random.Random) -> None:
    found = groups(keys)
    other = [*keys, *keys[:2]]
    chance.shuffle(other)
    assert groups(other) == found
    assert sorted(k.id for g in found for k in g) == sorted(k.id for k in set(keys))
    for group in found:
        assert len({(k.kind_class, k.base) for k in group}) == 1
    home = {k: i for i, g in enumerate(found) for k in g}
    for a in keys:
        for b in keys:
            assert a.id != b.id or home[a] == home[b]


@settings(max_examples=50)
@given(st.lists(person, max_size=8))
def test_what_stays_apart_alone_stays_apart_in_company(keys: list[SourceKey]) -> None:
    """No third name makes two into one that do not agree by themselves, but for one written with and without hyphen."""
    for group in groups(keys):
        for a in group:
            for b in group:
                alone = len(groups([a, b])) == 1
                assert alone or any("-" in k.key for k in group)


# Bodies


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hollis Foods", "hollis foods"),
        ("the Hollis Foods Inc.", "hollis foods"),
        ("HOLLIS FOODS, LTD.", "hollis foods"),
        ("Hollis Foods GmbH", "hollis foods"),
        ("Hollis & Kolb plc", "hollis and kolb"),
        ("Hollis and Kolb", "hollis and kolb"),
        ("Hollis S.p.A.", "hollis"),
        ("Hollis Health Spa", "hollis health spa"),
        ("Hollis Labour Organisation", "hollis labor organization"),
        ("Hollis Central Fund (HCF)", "hollis central fund"),
        ("HCF", "hcf"),
        ("WHO", "world health organization"),
        ("the World Health Organisation (WHO)", "world health organization"),
        ("Ministry of Defence of Ukraine", "defense ministry @ua"),
        ("Ukrainian Defense Ministry", "defense ministry @ua"),
        ("Ukraine’s Defence Ministry", "defense ministry @ua"),
        ("Ministry of Defence (Ukraine)", "defense ministry @ua"),
        ("Ministry of Foreign Affairs of Velmark", "foreign ministry @velmark"),
        ("the Velmark Foreign Ministry", "foreign ministry @velmark"),
        ("U.S. Supreme Court", "supreme court @us"),
        ("United States Department of Justice", "justice department @us"),
        ("Aldmere police", "police @aldmere"),
        ("Police of Aldmere", "police @aldmere"),
        ("American Airlines", "american airlines"),
        ("Bank of America", "bank of america"),
        ("White House", "white house"),
    ],
)
def test_a_body_and_its_key(name: str, expected: str) -> None:
    for kind in ("organisation", "government"):
        found = key(name, kind)
        assert found is not None
        assert (found.kind_class, found.key) == ("organisation", expected)


@pytest.mark.parametrize(
    "name",
    [
        "the Ministry",
        "police",
        "Police",
        "City Council",
        "Supreme Court",
        "Central Bank",
        "Inc.",
        "&",
        "the",
        "Company",
    ],
)
def test_a_body_that_could_be_anywhere_has_no_key(name: str) -> None:
    assert key(name, "organisation") is None
    assert key(name, "organisation", affiliation="the council") is None


def test_an_affiliation_says_where_a_body_is() -> None:
    found = sure("the Defence Ministry", "government", affiliation="Ukraine")
    assert found.key == sure("Ukrainian Defence Ministry", "government").key
    assert found.display == "Defence Ministry of Ukraine"
    assert sure("Central Bank", "organisation", affiliation="Velmark").key == "central bank of velmark"
    assert sure("Hollis Foods", "organisation", affiliation="Velmark").key == "hollis foods"


# Outlets, countries, documents


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("the Guardian", "outlet", ("outlet", "guardian", "The Guardian")),
        ("theguardian.com", "outlet", ("outlet", "guardian", "The Guardian")),
        ("NYT", "outlet", ("outlet", "new york times", "The New York Times")),
        ("Reuters", "organisation", ("outlet", "reuters", "Reuters")),
        ("Time", "organisation", ("organisation", "time", "Time")),
        ("Belmar Wire", "outlet", ("outlet", "belmar wire", "Belmar Wire")),
        ("the U.S.", "country", ("country", "us", "United States")),
        ("Deutschland", "country", ("country", "de", "Germany")),
        ("Україна", "country", ("country", "ua", "Ukraine")),
        ("Velmark", "country", ("country", "velmark", "Velmark")),
        ("Treaty of Velmark", "document", ("document", "treaty of velmark", "Treaty of Velmark")),
        ("the 2019 Hollis Report", "document", ("document", "2019 hollis report", "the 2019 Hollis Report")),
    ],
)
def test_others_and_their_keys(name: str, kind: SourceKind, expected: tuple[str, str, str]) -> None:
    found = sure(name, kind)
    assert (found.kind_class, found.key, found.display) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("the Times", "outlet"), ("the Gazette", "outlet"), ("local media", "outlet"), ("the newspaper", "outlet")),
        *(("the report", "document"), ("Hollis report", "document"), ("Annual Report 2021", "document")),
        *(("the country", "country"), ("XX", "country"), ("", "country"), ("\0", "outlet"), ("x" * 10_000, "document")),
    ],
)
def test_what_is_said_of_many_has_no_key(name: str, kind: SourceKind) -> None:
    assert key(name, kind) is None


def test_the_country_of_the_article_and_the_users_list_decide_an_outlet() -> None:
    times = Source(id="s1", kind="outlet", name="The Times")
    found = source_key(times, outlets=OUTLETS, country="GB")
    assert found is not None
    assert found.key == "times of london"
    own = load_outlets([Outlet(name="Aldmere Times", aliases=("The Times",))])
    found = source_key(times, outlets=own)
    assert found is not None
    assert found.key == "aldmere times"


def test_a_person_and_a_body_of_one_name_are_two() -> None:
    person, body = sure("Hollis Foods"), sure("Hollis Foods", "organisation")
    assert person.key == body.key
    assert person.id != body.id
    assert len(groups([person, body])) == 2


# Whatever the name


KINDS: tuple[SourceKind, ...] = ("person", "organisation", "government", "country", "outlet", "document")
PIECES = (
    "Dr.|Mr|Prime|Minister|the|The|of|Riis|O’Dell|al-Masud|El|J.|K.|Jr.|III|Ukraine|’s|Ministry|Defence|Inc.|GmbH|(HCF)|"
    '(Ukraine)|"Bo"|Jean-Luc|MD|&|,|Anna|Pope|Lord|police|Корсунський|陳大文|2019|Report|-|\'|U.S.|Times|Straße'
)
NAMELIKE = st.lists(st.sampled_from(PIECES.split("|")), max_size=7).map(" ".join)


@given(st.one_of(NAMELIKE, st.text(max_size=40), st.text(max_size=400)), st.sampled_from(KINDS))
def test_the_key_of_what_is_shown_is_the_key(name: str, kind: SourceKind) -> None:
    found = key(name, kind, affiliation="Velmark")
    if found is None:
        return
    assert found.key
    assert found.base
    assert len(found.key) < 2_000
    again = key(found.display, found.kind_class)
    assert again is not None
    assert (again.kind_class, again.key, again.base, again.id) == (found.kind_class, found.key, found.base, found.id)
