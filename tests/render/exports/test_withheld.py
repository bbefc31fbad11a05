"""What is withheld is told in places and digests, and comes back from one's own copy to the letter."""

import copy
import json
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import InvalidValue
from firsthand.render.exports.withheld import needed, pieces, put_back, withhold

TEXT = "The lamps on the quay were lit.\n“Nobody pays,” said the keeper’s sister."


class Copies:
    def __init__(self, *texts: str, bodies: tuple[bytes, ...] = ()) -> None:
        self.held = {sha256(t.encode()).hexdigest(): t for t in texts}
        self.bodies = {sha256(b).hexdigest(): b for b in bodies}

    def text(self, digest):
        return self.held.get(digest)

    title = text

    def body(self, digest):
        return self.bodies.get(digest)


def whole(words: str, found, text: str = TEXT, title: str = "") -> str:
    return "".join(p if isinstance(p, str) else (title if p[2:] else text)[p[0] : p[1]] for p in found)


@pytest.mark.parametrize(
    ("words", "literal"),
    [
        ("the keeper’s sister", []),
        ("were lit. “Nobody pays,”", [" "]),
        ("the quay(unnamed)", ["(unnamed)"]),
        ("Ωμέγα", ["Ωμέγα"]),
        ("", []),
        ("on", []),
    ],
)
def test_pieces(words: str, literal: list[str]) -> None:
    found = pieces(words, TEXT)
    assert whole(words, found) == words
    assert [p for p in found if isinstance(p, str)] == literal


def test_a_title_that_is_not_in_the_text() -> None:
    assert pieces("Lamps out", TEXT, "Lamps out") == [[0, 9, "title"]]


WORDS = st.text("ab \n“é🚢", max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b/c", "d~e", ""]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from("abc"), VALUES),
    st.dictionaries(st.sampled_from("abc"), VALUES),
    WORDS,
    WORDS,
    st.booleans(),
)
def test_putting_back_gives_the_whole(full, other, text, title, by_column) -> None:
    bare = {key: other.get(key) for key in full}
    before = copy.deepcopy(bare)
    withheld = withhold(full, bare, text=text, title=title, by_column=by_column)
    if withheld is None:
        assert full == bare
        return
    told = json.loads(json.dumps(withheld))
    assert put_back(bare, told, Copies(text, title)) == (full, None)
    assert bare == before


def test_bytes_and_copies_that_are_missing() -> None:
    full = {"text": TEXT, "captures": [{"body": b64encode(b"\x00raw").decode()}], "title": "Lamps out"}
    bare = {"text": None, "captures": [{"body": None}], "title": None}
    withheld = withhold(full, bare, text=TEXT, title="Lamps out")
    assert b64encode(b"\x00raw").decode() not in json.dumps(withheld)
    assert len(set(needed(withheld))) == 3
    some, left = put_back(bare, withheld, Copies(TEXT))
    assert left is not None
    assert (some["text"], some["title"], set(left["put"])) == (TEXT, None, {"/title", "/captures/0/body"})
    assert put_back(some, left, Copies(TEXT, "Lamps out", bodies=(b"\x00raw",))) == (full, None)


def test_of_a_cleared_text_nothing_is_told() -> None:
    assert withhold({"a": "some words"}, {"a": None}, text=None, title=None) is None


@pytest.mark.parametrize(
    "change",
    [
        {"put": {"/a": {"words": [[0, 99]], "sha256": "0"}}},
        {"put": {"/a": {"words": [[-3, 2]], "sha256": "0"}}},
        {"put": {"/a": {"words": [[0, 3]], "sha256": "0"}}},
        {"put": {"/b/c": {"words": ["x"], "sha256": sha256(b"x").hexdigest()}}},
        {"put": {"/a": {"words": 7}}},
        {"put": []},
        {"put": {"/a": {"words": [["0", "3"]], "sha256": "0"}}},
    ],
)
def test_what_cannot_be_is_refused(change) -> None:
    withheld = {"text_sha256": sha256(TEXT.encode()).hexdigest(), "title_sha256": None} | change
    with pytest.raises(InvalidValue):
        put_back({"a": None}, withheld, Copies(TEXT))
