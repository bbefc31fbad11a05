"""Marked texts about invented outlets: whose article it is, as the text itself shows."""

import pytest
from spoken import chains

TOLD = "[s1:Ulla Berg] [c1:told] the Dell Courier [x1:it held]."
ASKED = "The Courier has asked the harbour office for comment."


@pytest.mark.parametrize(
    "text",
    [
        f"By Ann Roe, Courier Staff Writer\n\n{TOLD}",
        f"Gate held\n\nBy Ann Roe of the Dell Courier\n\n{TOLD}",
        f"BY ANN ROE | THE DELL COURIER\n\n{TOLD}",
        f"{TOLD}\n\n© 2031 The Dell Courier. All rights reserved.",
        f"{TOLD}\n\nCopyright 2031 Dell Courier",
        f"{TOLD} {ASKED}",
        f"{TOLD} The harbour office declined to comment to the Courier.",
        f"{TOLD} The harbour office did not respond to the Courier’s request for comment.",
        f"{TOLD} The Courier agreed not to name the pilot.",
        f"{TOLD} The tide rose. [s2:Max Hale] [c2:told] the Courier [x2:it fell].",
        f"{TOLD} The tide rose. [s2:Three pilots] [c2:told] the Courier [x2:it fell].",
        f"{TOLD} [s2:A note] seen by the Courier [c2:says] [x2:it fell].",
    ],
)
def test_an_outlet_that_the_text_shows_to_be_its_own_is_no_link(text: str) -> None:
    assert chains(text)["1"] == ["Ulla Berg"]


@pytest.mark.parametrize(
    "text",
    [
        TOLD,
        f"{TOLD} Ann Roe, who edits the Dell Courier, was there.",
        f"{TOLD} The tide rose. [s2:She] [c2:told] the Courier [x2:it fell].",
        f"{TOLD} The tide rose. [s2:Berg] [c2:told] the Courier [x2:it fell].",
        f"{TOLD} The tide rose. [s2:Max Hale] [c2:told] the Courier [x2:it fell], the Courier reported.",
        f"{TOLD} {ASKED} [s2:The Courier] [c2:says] [x2:it fell].",
        f"{TOLD} {ASKED} According to the Courier, all is well.",
        "[s1:Ulla Berg] [c1:told] the newspaper the Dell Courier [x1:it held]. "
        "Later [s2:Max Hale] [c2:told] the Courier [x2:it fell].",
        f"{TOLD} [s2:Max Hale] [c2:told] the Norr Gazette [x2:it fell].",
        f"{TOLD}\n\n© 2031 The Norr Gazette",
        f"{TOLD} “The Courier has asked us for comment,” the office wrote.",
    ],
)
def test_where_the_signs_do_not_agree_it_is_another_s(text: str) -> None:
    assert chains(text)["1"] == ["Ulla Berg", "Dell Courier"]


def test_what_several_told_one_broadcaster_is_no_sign() -> None:
    text = "[s1:Ulla Berg] [c1:told] Radio Sund [x1:it held]. Later [s2:Max Hale] [c2:told] Radio Sund [x2:it fell]."
    assert chains(text) == {"1": ["Ulla Berg", "Radio Sund"], "2": ["Max Hale", "Radio Sund"]}


def test_an_earlier_report_of_the_own_outlet_stays_a_link() -> None:
    text = "By Ann Roe, Courier Staff Writer\n\n[s1:The Dell Courier] [c1:reported] in May that [x1:it held]."
    assert chains(text) == {"1": ["Dell Courier"]}
