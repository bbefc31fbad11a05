"""Owns which passages differ between two texts of one article: changed paragraphs side by side. It judges nothing.

White space and case make no difference. A paragraph that only moved is shown as gone here and come there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from firsthand.language.sentences import paragraphs
from firsthand.render.trace_diff import Run, side_by_side, whole

MOST_PASSAGES = 60
"""Passages that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of both with its differing words marked; one side is empty where it was added or left out."""

    what: str
    before: tuple[Run, ...]
    after: tuple[Run, ...]


def passages(before: str, after: str) -> tuple[Passage, ...]:
    """The paragraphs that differ, in the order of the later text, at most `MOST_PASSAGES`."""
    found = []
    for passage in _differing(_paragraphs(before), _paragraphs(after)):
        found.append(passage)
        if len(found) == MOST_PASSAGES:
            break
    return tuple(found)


def _paragraphs(text: str) -> list[str]:
    return [words for span in paragraphs(text) if (words := " ".join(span.of(text).split()))]


def _differing(ours: list[str], theirs: list[str]) -> Iterator[Passage]:
    alike = SequenceMatcher(None, [p.lower() for p in ours], [p.lower() for p in theirs], False)
    for kind, a, b, c, d in alike.get_opcodes():
        if kind == "equal":
            continue
        for one, other in zip_longest(ours[a:b], theirs[c:d]):
            yield _passage(one, other)


def _passage(one: str | None, other: str | None) -> Passage:
    if one is not None and other is not None:
        before, after = side_by_side(one, other)
        return Passage(what="The wording differs", before=before, after=after)
    if one is None:
        return Passage(what="Only in the later one", before=(), after=whole(other or ""))
    return Passage(what="Only in the earlier one", before=whole(one), after=())
