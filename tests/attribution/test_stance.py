"""What cues do with their contents: a table of marked sentences."""

import pytest
from marked import marked

from firsthand.attribution.wording import describe

STANCES = [
    ("{s|Orla Finch} {q|said} {c|the quay was closed}.", "asserts"),
    ("{c|The quay was closed}, {q|according to} {s|the harbour board}.", "asserts"),
    ("{s|She} {q|confirmed} {c|that the ferry sank}.", "asserts"),
    ("{s|The board} {q|denied} {c|that the ferry had sunk}.", "denies"),
    ("{s|The board} {q|has repeatedly denied} {c|the report}.", "denies"),
    ("{s|The board} {q|rejected} {c|the offer}.", "denies"),
    ("{s|Lund} {q|disputes} {c|the figure}.", "denies"),
    ("{s|Lund} {q|ruled out} {c|a second vote}.", "denies"),
    ("{s|Lund} {q|refused} {c|to sell}.", "denies"),
    ("{s|Lund} {q|continued to deny} {c|it}.", "denies"),
    ("{s|Lund} {q|did not deny} {c|meeting the envoy}.", "asserts"),
    ("{s|Lund} {q|didn’t rule out} {c|a second vote}.", "asserts"),
    ("{s|Lund} {q|doubted} {c|that it would hold}.", "doubts"),
    ("{s|Lund} {q|cast doubt on} {c|the tally}.", "doubts"),
    ("{s|Lund} {q|is not sure} {c|that it will hold}.", "doubts"),
    ("{s|Lund} {q|does not believe} {c|the tally}.", "doubts"),
    ("{s|Lund} doesn't {q|think} {c|it will hold}.", "doubts"),
    ("{s|Lund} {q|questioned} {c|whether the wall would hold}.", "doubts"),
    ("{s|No one} {q|believes} {c|the tally}.", "doubts"),
    ("{s|Lund} {q|asked} {c|whether the wall would hold}.", "asks"),
    ("{s|Lund} {q|asked} {c|the council to pay for the wall}.", "wants"),
    ("“{c|Who pays for this?}” {s|Lund} {q|asked}.", "asks"),
    ("“{c|Who pays for this?}” {q|said} {s|Lund}.", "asks"),
    ("{s|Lund} {q|wondered} {c|what it cost}.", "asks"),
    ("{s|The ministry} {q|did not say} {c|how many had died}.", "asks"),
    ("{s|The ministry} {q|declined to say} {c|whether talks had begun}.", "asks"),
    ("{s|The ministry} {q|would neither confirm nor deny} {c|the report}.", "asks"),
    ("{s|The ministry} {q|wouldn't confirm} {c|the report}.", "asks"),
    ("The Gull {q|understands} from {s|a clerk} {c|that the quay was sold}.", "asserts"),
    ("{s|The Gull} {q|understands} {c|that the quay was sold}.", "believes"),
    ("{s|The ministry} {q|neither confirmed nor denied} {c|the report}.", "asks"),
    ("{s|The ministry} neither confirmed nor {q|denied} {c|the report}.", "asks"),
    ("{s|The ministry} neither {q|confirmed} nor denied {c|the report}.", "asks"),
    ("{s|The ministry} did not confirm or {q|deny} {c|the report}.", "asks"),
    ("{s|Lund} could not {q|deny or confirm} {c|that it was sold}.", "asks"),
    ("{s|Lund} {q|declined} {c|to either confirm or deny that it was sold}.", "asks"),
    ("{s|Lund} {q|refused to either confirm or deny} {c|that it was sold}.", "asks"),
    ("{s|Lund} {q|confirmed} {c|the sale, or denied it}.", "asserts"),
    ("{s|The union} {q|called on} {c|the mayor to resign}.", "wants"),
    ("{s|The union} {q|urged} {c|a halt}.", "wants"),
    ("{s|The union} {q|has demanded} {c|a halt}.", "wants"),
    ("{s|The union} {q|wants} {c|a halt}.", "wants"),
    ("{s|The union} {q|is calling for} {c|a halt}.", "wants"),
    ("{s|The union} {q|stopped short of calling for} {c|a halt}.", "asks"),
    ("{s|Lund} {q|has yet to say} {c|who paid}.", "asks"),
    ("{s|Lund} {q|said nothing about} {c|the loan}.", "asks"),
    ("{s|Lund} {q|refused to rule out} {c|a sale}.", "asserts"),
    ("{s|Lund} {q|is said to believe} {c|it will hold}.", "believes"),
    ("{s|The union} {q|does not want} {c|a halt}.", "denies"),
    ("{s|The judge} {q|ordered} {c|the sale to stop}.", "orders"),
    ("{s|The sergeant} {q|told} {c|them to leave}.", "orders"),
    ("{s|The sergeant} {q|told} us {c|it was over}.", "asserts"),
    ("{s|The sergeant} {q|warned} them {c|not to go back}.", "wants"),
    ("{s|The firm} {q|offered} {c|to pay}.", "offers"),
    ("{s|The firm} {q|is ready} {c|to pay}.", "offers"),
    ("{s|The firm} {q|promised} {c|to pay}.", "promises"),
    ("{s|The firm} {q|has vowed} {c|to pay}.", "promises"),
    ("{s|The firm} {q|agreed} {c|to pay}.", "promises"),
    ("{s|Residents} {q|believe} {c|the wall is old}.", "believes"),
    ("{s|Residents} {q|fear} {c|another flood}.", "believes"),
    ("{s|Residents} {q|understand} {c|the wall is old}.", "believes"),
    ("{s|Residents} {q|are convinced} {c|the wall is old}.", "believes"),
    ("{s|Forecasters} {q|expect} {c|more rain}.", "expects"),
    ("{s|Forecasters} {q|predicted} {c|more rain}.", "expects"),
    ("{s|Forecasters} {q|do not expect} {c|more rain}.", "doubts"),
    ("{q|It is said} {c|that the bell rings by itself}.", "asserts"),
    ("{s|Lund} {q|zorped} {c|that it was fine}.", "asserts"),
    ("{s|Lund}: {c|it was fine}.", "asserts"),
]


@pytest.mark.parametrize(("text", "stance"), STANCES)
def test_stance(text: str, stance: str) -> None:
    article, statements = marked(text)
    assert describe(article, statements)[0].stance == stance


def test_straight_and_curly_apostrophes_read_alike() -> None:
    for mark in "'’":
        article, statements = marked("{s|Lund} didn" + mark + "t {q|say} {c|who paid}.")
        assert describe(article, statements)[0].stance == "asks"
