"""JSON text: one object, lines, or an array."""

import json

import harbour
import pytest

from firsthand.model import Failure, wire
from firsthand.render.records import json_line, json_pieces

FAILURE = Failure(key="k", kind="not found", message="There is nothing.")


@pytest.mark.parametrize(("number", "shape"), [(0, list), (1, dict), (2, list), (5, list)])
def test_one_is_an_object_and_several_are_an_array(number: int, shape: type) -> None:
    text = "".join(json_pieces([harbour.reading()] * number))
    assert text.endswith("\n")
    found = json.loads(text)
    assert isinstance(found, shape)
    if number > 1:
        assert [wire.from_json(r) for r in found] == [harbour.reading()] * number


def test_failures_stand_among_the_records() -> None:
    found = json.loads("".join(json_pieces([FAILURE, harbour.reading()])))
    assert found[0]["failure"]["kind"] == "not found"
    assert json.loads("".join(json_pieces([FAILURE])))["failure"]["key"] == "k"


def test_a_line_is_a_line_and_readable() -> None:
    line = json_line(harbour.reading())
    assert "\n" not in line
    assert "🚢 “all but done”" in line


def test_lone_surrogates_come_back() -> None:
    reading = harbour.empty("lone \ud800 surrogate")
    line = json_line(reading)
    assert wire.from_json(json.loads(line.encode())) == reading
