"""Owns where a text says of itself that it was corrected. It knows nothing of what the text said before.

Words that stand in quotation marks are somebody else's: “An earlier version of this article …”, the rival paper wrote.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from firsthand.language.quotes import depths, quotations
from firsthand.language.sentences import paragraphs, sentences
from firsthand.model import Span

NoteKind = Literal["correction", "clarification", "amendment", "retraction", "editor’s note", "update"]

MOST_SENTENCES = 4
"""A note is taken to be no longer than this, so that a page without line breaks is not one note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note: its whole `span`, the words at `sign` that tell it, and what it calls itself.

    An ``update`` need not correct anything, and an ``editor’s note`` may be about anything: both are told, and not
    counted as corrections (`corrects`).
    """

    span: Span
    sign: Span
    kind: NoteKind

    @property
    def corrects(self) -> bool:
        """True where the note says that something was put right."""
        return self.kind not in ("editor’s note", "update")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    label: re.Pattern[str]
    kinds: dict[str, NoteKind]
    sentences: tuple[tuple[NoteKind, re.Pattern[str]], ...]


def correction_notes(text: str) -> tuple[Note, ...]:
    """The notes in `text`, in order and apart from each other; offsets are code points of `text`.

    >>> [n.kind for n in correction_notes("It rained.\\n\\nCorrection: It was hail.")]
    ['correction']
    """
    straight = text.replace("'", "’").replace("‘", "’")
    lexicon = _lexicon()
    found: list[Note] = []
    blocks = paragraphs(straight)
    inside = depths(text, quotations(text))
    for i, block in enumerate(blocks):
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        for note in (*_labelled(straight, block, following, lexicon), *_told(straight, block, lexicon)):
            if not inside[note.sign.start] and not (found and found[-1].span.end > note.sign.start):
                found.append(note)
    return tuple(found)


def _labelled(text: str, block: Span, following: Span | None, lexicon: _Lexicon) -> Iterator[Note]:
    """The note whose label heads the paragraph; a label that stands alone heads the next one."""
    match = lexicon.label.match(text, block.start, block.end)
    if match is None:
        return
    sign = Span(*match.span("label"))
    kind = lexicon.kinds[" ".join(match["label"].lower().split())]
    end = _end(text, block)
    if match.end() == block.end and following is not None and kind != "update":
        end = _end(text, following)
    yield Note(span=Span(sign.start, end), sign=sign, kind=kind)


def _told(text: str, block: Span, lexicon: _Lexicon) -> Iterator[Note]:
    """The first sentence of the paragraph that tells it, with those after it."""
    words = block.of(text)
    if not any(pattern.search(words) for _, pattern in lexicon.sentences):
        return
    for sentence in sentences(words):
        for kind, pattern in lexicon.sentences:
            match = pattern.search(words, sentence.start, sentence.end)
            if match is not None:
                at = block.start
                span = Span(at + sentence.start, _end(text, Span(at + sentence.start, block.end)))
                yield Note(span=span, sign=Span(at + match.start(), at + match.end()), kind=kind)
                return


def _end(text: str, block: Span) -> int:
    """Where the first `MOST_SENTENCES` sentences of `block` end."""
    inside = sentences(block.of(text))[:MOST_SENTENCES]
    return block.start + inside[-1].end if inside else block.end


@cache
def _lexicon() -> _Lexicon:
    path = files("firsthand.language").joinpath("data", "correction_notes.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    kinds: dict[str, NoteKind] = {
        " ".join(label.split()): kind for kind, labels in data["labels"].items() for label in labels.split(";")
    }
    labels = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(kinds, key=len, reverse=True))
    # After a label, a date or a bracket may stand, then a colon, a dash or nothing: "corrections officers" is no label.
    date = r"(?:\s*\([^()\n]{1,40}\)|,?\s+(?:on\s+)?[^\W\d]{0,10}[\s,.]{0,2}\d[\w ,.:]{0,24}?)?"
    return _Lexicon(
        label=re.compile(
            rf"[*_\[(•·–—►\s]{{0,4}}(?P<label>{labels}){date}[*_\])]{{0,3}}\s*(?:[:—–]|-\s|[.]?\s*$)", re.IGNORECASE
        ),
        kinds=kinds,
        sentences=tuple(
            (rule["kind"], re.compile("|".join(_filled(p, data["parts"]) for p in rule["patterns"]), re.IGNORECASE))
            for rule in data["sentence"]
        ),
    )


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", part)
    return pattern
