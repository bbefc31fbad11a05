"""Deeds with a bare object are no statements; what tells of a content stays one."""

import pytest
from drafted import drafted

from firsthand.attribution.deeds import without_deeds


@pytest.mark.parametrize(
    "marked",
    [
        "{s|The council} {q|approved} {c|the closure of the school} on Monday.",
        "{s|President Oda Quill} {q|signed} {c|the order on Friday evening}.",
        "{s|The board} {q|rejected} {c|the bid of 40 million crowns}.",
        "{s|The board} {q|has unanimously rejected} {c|the firm’s offer}.",
        "{s|Parliament} {q|ratified} {c|the treaty}.",
        "{s|The court} {q|dismissed} {c|her appeal} and left.",
        "{s|The court} {q|upheld} {c|the 52-month sentence}.",
        "{s|The judge} {q|granted} {c|the application for bail}.",
        "{s|The lender} {q|turned down} {c|the application}.",
        "{s|The mayor} {q|accepted} {c|the resignation of the police chief}.",
        "{s|The council} {q|approved} {c|the plan}.",
    ],
)
def test_no_statement(marked: str) -> None:
    article, drafts = drafted(marked)
    assert without_deeds(article, drafts) == []


@pytest.mark.parametrize(
    "marked",
    [
        "{s|The minister} {q|rejected} {c|the claim that he had been paid}.",
        "{s|The company} {q|rejected} {c|accusations that it had dumped oil}.",
        "{s|The minister} {q|dismissed} {c|the report that the dam was leaking}.",
        "{s|The minister} {q|dismissed} {c|the report}.",
        "{s|Mora} {q|rejected} {c|the charge}.",
        "{s|Mora} {q|rejected} {c|the plan to close the school}.",
        "{s|The union} {q|rejected} {c|the offer as an insult}.",
        "{s|The union} {q|rejected} {c|the offer} as “an insult”.",
        "{s|The council} {q|approved} {c|a resolution condemning the raid}.",
        "{s|The council} {q|approved} {c|a law that bans fishing}.",
        "{s|The king} {q|signed} {c|a “shameful” bill}.",
        "{s|The mayor} {q|ordered} {c|the evacuation of the harbour}.",
        "{s|The firm} {q|announced} {c|the closure of the mill}.",
        "{s|The union} {q|backed} {c|the bid}.",
        "{s|The mayor} {q|will accept} {c|the offer}.",
        "{c|The bill} {q|is said to be approved}.",
        "{s|The mayor} {q|said} {c|the council had approved the bill}.",
    ],
)
def test_statements_stay(marked: str) -> None:
    article, drafts = drafted(marked)
    assert len(without_deeds(article, drafts)) == len(drafts)


def test_what_stands_in_a_deeds_object_alone_goes_with_it() -> None:
    article, drafts = drafted("{s|The judge} {q|granted} {c|the {q2|application} for {n2|bail}}.")
    assert without_deeds(article, drafts) == []
