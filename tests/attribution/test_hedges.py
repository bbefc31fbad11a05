"""Whose hedges they are, and how sure a statement is put."""

import pytest
from marked import marked

from firsthand.attribution.wording import HEDGE_BY_PARENT, HEDGE_BY_SOURCE, describe, resolve_hedges
from firsthand.model import Statement

OWN, THEIRS = None, HEDGE_BY_SOURCE
CASES = [
    ("{s|Orla Finch} {q|said} {c|the quay was closed}.", "flat", []),
    ("Allegedly, {c|the quay was sold}, {s|the Gull} {q|wrote}.", "hedged", [("allegedly", OWN)]),
    ("Apparently {c|the quay was sold}, {s|she} {q|said}.", "hedged", [("apparently", OWN)]),
    ("{s|She} {q|reportedly said} {c|the quay was sold}.", "hedged", [("reportedly", OWN)]),
    ("{s|She} reportedly {q|said} {c|the quay was sold}.", "hedged", [("reportedly", OWN)]),
    ("{s|She} {q|claims} {c|the quay was sold}.", "flat", []),
    ("{s|She} {q|alleged} {c|the quay was sold}.", "flat", []),
    ("{s|The note} {q|suggests} {c|the quay was sold}.", "hedged", [("suggest", OWN)]),
    ("{s|She} {q|falsely claimed} {c|the quay was sold}.", "doubtful", [("falsely", OWN)]),
    ("{s|She} {q|doubts} {c|the quay was sold}.", "doubtful", []),
    ("{s|The letter} {q|purports} {c|to be from the board}.", "doubtful", [("purport", OWN)]),
    ("{s|Some} {q|suspect} {c|arson}.", "hedged", [("suspect", THEIRS)]),
    ("{s|She} {q|said} {c|the quay was probably sold}.", "hedged", [("probably", THEIRS)]),
    ("{s|She} {q|said} {c|the quay may be sold}.", "hedged", [("may", THEIRS)]),
    ("{s|She} {q|said} {c|the quay could be sold}.", "hedged", [("could", THEIRS)]),
    ("{s|She} {q|said} {c|she could not sleep}.", "flat", []),
    ("{c|The quay was sold}, as {q|one could read} in {s|the Gull}.", "flat", []),
    ("{c|The quay was sold}, as {q|could be read} in {s|the Gull}.", "flat", []),
    ("As {q|one may read} in {s|the Gull}, {c|the quay was sold}.", "flat", []),
    ("As {q|can be seen} from {s|the log}, {c|the quay may be sold}.", "hedged", [("may", THEIRS)]),
    ("{c|The quay could be sold}, {q|one could read} in {s|the Gull}.", "hedged", [("could", THEIRS)]),
    ("{s|She} {q|could neither confirm nor deny} {c|the sale}.", "flat", []),
    ("{s|She} {q|said} {c|it would be sold in May}.", "flat", []),
    ("{s|She} {q|said} {c|he had seemingly left}.", "hedged", [("seemingly", OWN)]),
    ("“{c|He had apparently left},” {s|she} {q|said}.", "hedged", [("apparently", THEIRS)]),
    ("“{c|I think he left},” {s|she} {q|said}.", "hedged", [("i think", THEIRS)]),
    ("{s|She} {q|said} {c|it was unlikely to sink}.", "doubtful", [("unlikely", THEIRS)]),
    ("{c|The envoy} {q|is said} {c|to have left}.", "hedged", [("is said to", OWN)]),
    ("{q|It is understood} that {c|the envoy left}.", "hedged", [("it is understood", OWN)]),
    ("{s|He} {q|did not deny} {c|meeting her}.", "hedged", [("not deny", OWN)]),
    ("{s|She} {q|asked} {c|whether it might rain}.", "flat", [("might", THEIRS)]),
    ("{s|She} {q|said} {c|those who might come were few}.", "flat", [("might", THEIRS)]),
    ("According to {s|Le Phare}, {c|the prefect would have resigned}.", "flat", []),
    ("{q|According to} {s|Le Phare}, {c|the prefect would have resigned}.", "hedged", [("would have", OWN)]),
    ("{q|According to} {s|Le Phare}, {c|he would have resigned if asked}.", "flat", []),
    ("“{c|It held. It always held. People may grumble. It will hold},” {s|she} {q|said}.", "flat", [("may", THEIRS)]),
]


@pytest.mark.parametrize(("text", "certainty", "hedges"), CASES)
def test_certainty_and_whose_hedge(text: str, certainty: str, hedges: list[tuple[str, str | None]]) -> None:
    article, statements = marked(text)
    got = describe(article, statements)[0]
    assert [(h.term, h.by) for h in got.hedges] == hedges
    assert got.certainty == certainty


def test_a_childs_hedge_is_not_its_parents() -> None:
    article, statements = marked(
        "{s|The Gull} {q|reported} {c|that it was sold and {s2|a clerk} {q2|suspects} {c2|the mayor perhaps knew}}."
    )
    gull, clerk = describe(article, statements)
    assert (gull.certainty, gull.hedges) == ("flat", ())
    assert [h.term for h in clerk.hedges] == ["suspect", "perhaps"]


def test_a_writers_word_inside_the_parents_quotation_is_the_parents() -> None:
    article, statements = marked(
        "“{c|My clerk went in and {s2|he} {q2|suggests} {c2|it was empty}},” {s|Orla Finch} {q|said}."
    )
    hedge = describe(article, statements)[1].hedges[0]
    assert (hedge.term, hedge.by) == ("suggest", HEDGE_BY_PARENT)


def test_sources_are_put_in_once_known() -> None:
    article, statements = marked("{s|She} {q|said} {c|it was probably sold}.")
    described = describe(article, statements)
    known = tuple(Statement(**{**_fields(s), "source": "s7"}) for s in described)
    assert [h.by for h in resolve_hedges(known)[0].hedges] == ["s7"]
    assert [h.by for h in resolve_hedges(described)[0].hedges] == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{s|Intelligence analysts} {q|assess} {c|that an attack is likely}.", [("likely", (55, 80))]),
        ("{s|The assessment} {q|said} {c|an attack was almost certainly planned}.", [("almost certainly", (95, 99))]),
        ("{s|The mayor} {q|said} {c|rain was likely}.", [("likely", None)]),
        ("{s|Analysts at Marl Bank} {q|said} {c|a sale was likely}.", [("likely", None)]),
    ],
)
def test_ranges_only_for_estimates_by_analysts(text: str, expected: list[tuple[str, tuple[int, int] | None]]) -> None:
    article, statements = marked(text)
    assert [(h.term, h.range) for h in describe(article, statements)[0].hedges] == expected


def _fields(statement: Statement) -> dict[str, object]:
    return {name: getattr(statement, name) for name in statement.__slots__}
