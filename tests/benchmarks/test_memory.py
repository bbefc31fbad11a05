"""The table and the picture of memory, and what is sampled."""

import os
from xml.etree import ElementTree

from benchmarks.memory import Sample, memory, picture, rows, table


def _samples() -> list[Sample]:
    up = [Sample(seconds=float(n), articles=500 * n, megabytes=300.0 + n % 3, processes=4) for n in range(20)]
    return [*up, Sample(seconds=20.0, articles=10_000, megabytes=90.0, processes=1)]


def test_processes_that_end_are_not_taken_for_the_end() -> None:
    assert list(table(_samples()))[-1] == "\nafter the first 1000: 302 MB, at the end 301 MB (1.00 times); highest 302"


def test_the_picture_is_svg_with_a_point_for_each_sample() -> None:
    root = ElementTree.fromstring(picture(_samples()))
    line = next(e for e in root.iter() if e.tag.endswith("polyline"))
    assert len(line.attrib["points"].split()) == 21


def test_this_process_has_memory_and_no_process_has_none() -> None:
    megabytes, processes = memory(os.getpid())
    assert megabytes > 1
    assert processes >= 1
    assert memory(2**22 + 1) == (0, 0)


def test_articles_differ() -> None:
    made = list(rows(100))
    assert len({r["text"] for r in made}) == len({r["id"] for r in made}) == 100
