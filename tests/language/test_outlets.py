"""The list of outlets: what a name or an address is of, and what a user's own list may say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InvalidValue, NotFound, NotReadable
from firsthand.language.outlets import (
    MAX_NAME,
    Outlet,
    Outlets,
    host_of,
    load_outlets,
    outlet_key,
    outlets_of_csv,
    read_outlets,
)
from firsthand.language.words import rows

OUTLETS = load_outlets()
NOT_LISTED = {"CBN", "Facebook Live", "IFAX", "The Day"}
"""Names that reading knows as outlets and that are no one outlet, or too little known to state facts of."""


def test_the_bundled_list_is_large_and_names_and_domains_stand_once() -> None:
    assert len(OUTLETS) >= 400
    assert len({o.country for o in OUTLETS}) > 100
    domains = [d for o in OUTLETS for d in o.domains]
    assert len(domains) == len(set(domains))
    assert len({o.key for o in OUTLETS}) == len(OUTLETS)


def test_every_outlet_is_found_by_its_name_and_domains() -> None:
    assert [o.name for o in OUTLETS if OUTLETS.by_name(o.name) is not o] == []
    found = {d: OUTLETS.by_url(f"https://www.{d}/a/b?c=d") for o in OUTLETS for d in o.domains}
    assert [d for o in OUTLETS for d in o.domains if found[d] is not o] == []


def test_what_reading_takes_for_an_outlet_is_listed_or_shared_by_several() -> None:
    names = {row[0] for row in rows("outlets.tsv")}
    missing = {n for n in names if OUTLETS.by_name(n) is None and not OUTLETS.ambiguous(n)}
    assert missing <= NOT_LISTED


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the Guardian", "The Guardian"),
        ("GUARDIAN", "The Guardian"),
        ("the Guardian newspaper", "The Guardian"),
        ("A.F.P.", "Agence France-Presse"),
        ("L.A. Times", "Los Angeles Times"),
        ("El Pais", "El País"),
        ("Süddeutsche", None),
        ("meduza.io", "Meduza"),
        ("TASS news agency", "TASS"),
        ("the Times", None),
        ("the Post", None),
        ("the Herald", None),
        ("the Gazette", None),
        ("the paper", None),
        ("NTV", None),
        ("Aldmere Courier", None),
        ("", None),
        ("\0", None),
        ("x" * 10_000, None),
    ],
)
def test_by_name(name: str, expected: str | None) -> None:
    found = OUTLETS.by_name(name)
    assert (found and found.name) == expected


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("the Times", "GB", "The Times of London"),
        ("the Times", "US", None),
        ("the Times", "DE", None),
        ("the Guardian", "NG", "The Guardian (Nigeria)"),
        ("the Guardian", "FR", "The Guardian"),
        ("ABC", "au", "ABC (Australia)"),
        ("El País", "UY", "El País (Uruguay)"),
    ],
)
def test_a_country_decides(name: str, country: str, expected: str | None) -> None:
    found = OUTLETS.by_name(name, country=country)
    assert (found and found.name) == expected


def test_names_that_several_go_by_are_told() -> None:
    assert {o.name for o in OUTLETS.ambiguous("the Times")} >= {"The Times of London", "The New York Times"}
    assert OUTLETS.ambiguous("Meduza") == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.theguardian.com/x", "The Guardian"),
        ("http://news.bbc.co.uk/1/hi", "BBC"),
        ("https://news.sky.com/a", "Sky News"),
        ("HTTPS://EDITION.CNN.COM:443/a", "CNN"),
        ("bbc.com", "BBC"),
        ("//www.lemonde.fr/x", "Le Monde"),
        ("https://g1.globo.com/x", "G1"),
        ("https://oglobo.globo.com/x", "O Globo"),
        ("https://user:word@www.faz.net./x", "Frankfurter Allgemeine Zeitung"),
        ("https://co.uk/", None),
        ("https://example.co.uk/bbc.co.uk", None),
        ("https://bbc.co.uk.example.org/", None),
        ("https://127.0.0.1/", None),
        ("https://[::1]/", None),
        ("https://[broken", None),
        ("mailto:a@bbc.com?x", None),
        ("", None),
        ("\0", None),
    ],
)
def test_by_url(url: str, expected: str | None) -> None:
    found = OUTLETS.by_url(url)
    assert (found and found.name) == expected


def test_a_host_in_other_letters_is_looked_up_in_its_ascii_form() -> None:
    assert host_of("https://www.Zürich-Bote.example/") == "xn--zrich-bote-9db.example"


# The user's own list


def name_of(outlet: Outlet | None) -> str | None:
    return None if outlet is None else outlet.name


def listed(text: str) -> Outlets:
    return load_outlets(outlets_of_csv(text, what="own.csv"))


def test_the_users_list_wins() -> None:
    outlets = listed(
        "name,domains,country,aliases\n"
        "Aldmere Times,times.example,DK,The Times|Aldmere Tidende\n"
        "The Guardian,theguardian.com|guardian.example,GB,\n"
    )
    assert len(outlets) == len(OUTLETS) + 1
    for name in ("the Times", "Aldmere Tidende", "aldmere times"):
        assert name_of(outlets.by_name(name)) == "Aldmere Times"
    assert name_of(outlets.by_name("the Times", country="GB")) == "Aldmere Times"
    assert name_of(outlets.by_url("https://m.times.example/a")) == "Aldmere Times"
    guardian = outlets.by_name("the Guardian")
    assert guardian is not None
    assert guardian.domains == ("theguardian.com", "guardian.example")
    assert outlets.by_url("https://theguardian.com") is guardian


def test_two_of_the_users_own_with_one_alias_leave_it_open_but_for_the_country() -> None:
    outlets = listed("name,country,aliases\nAldmere Echo,DK,The Echo\nNorde Echo,NO,The Echo\n")
    assert outlets.by_name("the Echo") is None
    assert name_of(outlets.by_name("the Echo", country="NO")) == "Norde Echo"


def test_columns_may_stand_in_any_order_and_cells_in_quotation_marks() -> None:
    (outlet,) = outlets_of_csv('aliases, Name\n"Echo, The|E",Aldmere Echo\n\n# a note\n', what="own.csv")
    assert outlet == Outlet(name="Aldmere Echo", aliases=("Echo, The", "E"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column 'name': its first line is nothing; begin with name,domains,country,aliases"),
        ("title,url\nA,b.example\n", "no column 'name': its first line is 'title', 'url'"),
        ("name,country\nA,DK\nB,Denmark\n", "line 3: a country is an ISO 3166 code of two capitals like GB, not 'DENM"),
        (
            "name,domains\n\nA,https://a.example/x\n",
            "line 3: a domain is a host name like example.org, lower case, not",
        ),
        ("name,domains\n,a.example\n", "line 2: an outlet needs a name"),
        ("name\nEcho\nThe Echo\n", "line 3: the name 'The Echo' stands in the list twice"),
        ("name,country\nEcho,DK,The Echo\n", "line 2: 3 cells, but 2 columns"),
        ('name\n"Echo', "not CSV"),
        ("name,country\n" + "".join(f"Echo {i},X\n" for i in range(9)), "; and 4 more"),
    ],
)
def test_a_wrong_list_says_which_line_and_why(text: str, message: str) -> None:
    with pytest.raises(NotReadable) as caught:
        outlets_of_csv(text, what="own.csv")
    assert message in str(caught.value)
    assert str(caught.value).startswith("own.csv ")


def test_a_domain_of_two_outlets_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"share the domain 'a\.example'"):
        listed("name,domains\nA,a.example\nB,a.example\n")


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes("\ufeffname\r\nÅldmere Blad\r\n".encode())
    assert [o.name for o in read_outlets(path)] == ["Åldmere Blad"]
    path.write_bytes("name\nÅ\n".encode("latin-1"))
    with pytest.raises(NotReadable, match="not UTF-8"):
        read_outlets(path)
    with pytest.raises(NotFound):
        read_outlets(tmp_path / "none.csv")
    with pytest.raises(NotReadable):
        read_outlets(tmp_path)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    OUTLETS.by_name(text)
    OUTLETS.by_url(text)
    OUTLETS.by_url(f"https://{text}/")
    key = outlet_key(text)
    assert len(key) <= 20 * MAX_NAME
    assert outlet_key(key) in (key, key.removeprefix("the "))


@pytest.mark.parametrize(
    ("url", "name", "expected"),
    [
        (None, "SPA", "Saudi Press Agency"),
        ("https://spa.example/1", "SPA", None),
        ("https://spa.example/1", "Saudi Press Agency", "Saudi Press Agency"),
        ("https://spa.example/1", None, None),
        ("not an address", "SPA", "Saudi Press Agency"),
    ],
)
def test_a_page_elsewhere_is_not_the_outlet_s_by_an_alias(
    url: str | None, name: str | None, expected: str | None
) -> None:
    assert name_of(load_outlets().of_page(url, name)) == expected


def test_an_alias_of_the_user_s_own_list_holds_everywhere() -> None:
    known = listed("name,domains,aliases\nAldmere Echo,aldmere-echo.example,AE\n")
    assert name_of(known.of_page("https://other.example/1", "AE")) == "Aldmere Echo"
