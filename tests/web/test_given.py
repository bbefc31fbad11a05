"""What a person hands in."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from firsthand.errors import NotReadable, NotText
from firsthand.web.given import SUFFIXES, Facts, pasted, safe_name, suffix_of, uploaded


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ann\\draft.HTML", "draft.html"),
        ("/etc/passwd", "passwd.txt"),
        ("*.html", "_.html"),
        ("[a]?.txt", "_a__.txt"),
        ("-rf.txt", "rf.txt"),
        (".htaccess", "file.htaccess"),
        ("", "file.txt"),
        ("..", "file.txt"),
        ("a\0b\n.txt", "a_b_.txt"),
        ("<script>alert(1)</script>.html", "script_.html"),
        ("crawl.WARC.GZ", "crawl.warc.gz"),
        ("x" * 300 + ".txt", "x" * 80 + ".txt"),
    ],
)
def test_names(name, safe):
    assert safe_name(name) == safe


@drawn(st.text(max_size=200))
def test_no_name_leads_anywhere(name):
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('/\\\0\n\r*?[]<>"|:')
    assert safe.strip(".") == safe
    assert safe_name(safe) == safe


def test_files():
    assert uploaded("../a.txt", b"x").file == ("a.txt", b"x")
    for name in ("a.exe", "a.zip", "a.tar.gz"):
        assert suffix_of(name) not in SUFFIXES
        with pytest.raises(NotReadable, match="is not read"):
            uploaded(name, b"x")
    with pytest.raises(NotText, match="empty"):
        uploaded("a.txt", b"")


def test_pasted():
    assert pasted("\ufeffa\r\nb\rc", Facts(title="T", outlet="")).text == "a\nb\nc"
    assert Facts(title="T", outlet="").given() == {"title": "T"}
    with pytest.raises(NotText, match="Nothing was pasted"):
        pasted(" \n ")
