"""The drawing: well formed, safe, with a sign beside every colour, legible in light and dark."""

import re
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree

import pytest
import trace_story as story

from firsthand.render.trace_svg import COLOURS, claim_svg, legend_svg, mark

DRAWN = claim_svg(story.TRACE, "c-bridge")
CSS = (files("firsthand.render") / "templates" / "trace_svg.css").read_text(encoding="utf-8")
NS = "{http://www.w3.org/2000/svg}"


def test_it_is_xml_and_fetches_nothing() -> None:
    root = ElementTree.fromstring(DRAWN)
    tags = {e.tag.removeprefix(NS) for e in root.iter()}
    assert tags <= {"svg", "style", "rect", "text", "title", "g", "line", "path", "a"}
    links = [e.get("href") for e in root.iter(f"{NS}a")]
    assert len(links) == 4 + 7
    assert all(link and link.startswith("#") for link in links)
    assert "url(" not in DRAWN
    assert "@import" not in DRAWN
    assert ElementTree.fromstring(legend_svg()) is not None


def test_hostile_words_stay_words() -> None:
    bad = "</text><script>alert(1)</script> \" ' & \x00\ufffe"
    reports = tuple(replace(r, words=bad, outlet=bad) for r in story.REPORTS)
    claim = replace(story.CLAIM, text=bad, reports=reports)
    root = ElementTree.fromstring(claim_svg(replace(story.TRACE, claims=(claim,)), "c-bridge"))
    assert not list(root.iter(f"{NS}script"))


@pytest.mark.parametrize(
    ("kind", "width", "dashed"), [("verbatim", "4", False), ("rewrite", "2", True), ("cites", "1", False)]
)
def test_lines_tell_the_kind_and_the_credit(kind: str, width: str, dashed: bool) -> None:
    number = {"verbatim": 1, "rewrite": 3, "cites": 4}[kind]
    arrow = DRAWN[DRAWN.index(f'href="#e{number}"') :]
    line = re.search(r'<path class="line"[^>]*>', arrow)
    assert line is not None
    assert f'stroke-width="{width}.0"' in line[0]
    assert ("stroke-dasharray" in line[0]) is dashed


def test_the_drift_stands_at_the_arrow() -> None:
    assert ">2 ≠</text>" in DRAWN
    assert ">“could” → no hedge +1</text>" in DRAWN


def test_no_colour_stands_alone() -> None:
    drawn = {(s, c, p): "".join(mark(0, 0, p, s, c)) for s in ("asserts", "denies", "doubts") for c in COLOURS
             for p in ("attributed", "own voice", "title")}  # fmt: skip
    bare = {re.sub(r'#[0-9a-f]{6}|class="[^"]*"', "", d) for d in drawn.values()}
    assert len(bare) == len(drawn)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_contrast(scheme: int) -> None:
    values = re.findall(r"\.way \{([^}]*)\}", CSS)[scheme]
    colours = dict(re.findall(r"(--?[a-z]+|color): (#[0-9a-f]{3,6})", values))
    colours = {k: "#" + "".join(c * 2 for c in v[1:]) if len(v) == 4 else v for k, v in colours.items()}
    ground = _luminance(colours.pop("--ground"))
    assert len(colours) == 5
    for colour in colours.values():
        light, dark = sorted((_luminance(colour), ground), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5
