"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import NotText
from firsthand.reading.encoding import decoded

TEXT = "“We won’t go,” said Odile Vasseur – the keeper.\nAnd café owner André agreed."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_warning(encoding):
    assert decoded(TEXT.encode(encoding), what="x") == (TEXT, ())


def test_a_guess_is_said():
    text, warnings = decoded(TEXT.encode("cp1252"), what="x")
    assert text == TEXT
    assert "windows-1252" in warnings[0]


def test_a_declared_charset_is_no_guess():
    assert decoded(TEXT.encode("cp1252"), what="x", declared="iso-8859-1") == (TEXT, ())
    assert decoded(TEXT.encode("mac_roman"), what="x", declared='"macintosh"') == (TEXT, ())


@pytest.mark.parametrize("declared", ["utf-7", "unicode_escape", "base64", "no-such", "\0", "x" * 5000, ""])
def test_a_senseless_charset_is_passed_over(declared):
    assert decoded(TEXT.encode("cp1252"), what="x", declared=declared)[0] == TEXT


def test_broken_utf8_keeps_its_marks_and_says_so():
    text, warnings = decoded(TEXT.encode().replace(b"caf\xc3\xa9", b"caf\xc3"), what="x")
    assert text == TEXT.replace("café", "caf\ufffd")
    assert "one place" in warnings[0]


def test_broken_utf16_is_said():
    text, warnings = decoded(TEXT.encode("utf-16") + b"\x00", what="x")
    assert text.startswith(TEXT[:20])
    assert "UTF-16" in warnings[0]


@pytest.mark.parametrize(("given", "text"), [(b"a\r\nb\rc\n", "a\nb\nc\n"), ("\ufeffa b".encode(), "a b")])
def test_line_ends_and_mark_are_all_that_changes(given, text):
    assert decoded(given, what="x")[0] == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"The ga\x00te", "binary"),
        ("The gate\0".encode("utf-16"), "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\x7fELF\x02\x01\x01\x00", "binary"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data, words):
    with pytest.raises(NotText, match=words) as error:
        decoded(data, what="notes/x.txt")
    assert str(error.value).startswith("notes/x.txt ")
    assert "\n" not in str(error.value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_as_it_was(text):
    data = text.encode()
    if not data.startswith((b"%PDF-", b"PK")):
        assert decoded(data, what="x")[0] == text.removeprefix("\ufeff").removeprefix("\ufeff")
