"""Owns PolNeAR as training examples: brat standoff in, texts with statements out, and their augmentation.

PolNeAR: Newell, Margolin and Ruths 2018, "An Attribution Relations Corpus for Political News" (LREC). Its texts and
annotations are read from a folder of the user's and never become part of this repository.
"""

import hashlib
import random
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from training.name_swap import name_swap_examples

Pair = tuple[int, int]
HELD_OUT = 64
"""Articles of train that no recipe trains on: choices, thresholds and calibration are made there."""


@dataclass
class Example:
    """One text with its statements (cue, sources, contents as offsets), what is to be ignored, and pronoun pairs."""

    name: str
    text: str
    statements: list[tuple[Pair, list[Pair], list[Pair]]]
    ignored: list[Pair] = field(default_factory=list)
    pairs: list[tuple[Pair, list[Pair], list[bool]]] = field(default_factory=list)
    kinds: list[tuple[int, int, int]] = field(default_factory=list)
    nested: list[tuple[Pair, list[Pair], list[Pair]]] = field(default_factory=list)


def load(folder: Path) -> list[Example]:
    """The articles of a PolNeAR compartment; where several annotated one, the first by name."""
    out: dict[str, Example] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        source = folder / "text" / f"{name}.txt"
        if name in out or not source.exists():
            continue
        with source.open(encoding="utf8", newline="") as f:
            text = f.read()
        out[name] = Example(name, text, *_annotations(path))
    return list(out.values())


def _annotations(path: Path) -> tuple[list[tuple[Pair, list[Pair], list[Pair]]], list[Pair]]:
    spans: dict[str, tuple[str, list[Pair]]] = {}
    events: list[dict[str, list[str]]] = []
    for line in path.read_text(encoding="utf8").splitlines():
        parts = line.split("\t")
        if len(parts) < 2 or not parts[0]:
            continue
        if parts[0][0] == "T" and " " in parts[1]:
            kind, rest = parts[1].split(" ", 1)
            spans[parts[0]] = (kind, [(int(a), int(b)) for a, b in (p.split() for p in rest.split(";"))])
        elif parts[0][0] == "E":
            event: dict[str, list[str]] = defaultdict(list)
            for word in parts[1].split()[1:]:
                role, _, ref = word.partition(":")
                event[re.sub(r"\d+$", "", role)].append(ref)
            events.append(event)
    statements = []
    for event in events:
        cue, source, content = (
            sorted({s for ref in event.get(role, []) if ref in spans for s in spans[ref][1]})
            for role in ("Cue", "Source", "Content")
        )
        if cue and content:
            statements.append((cue[0], source, content))
    return statements, [s for kind, ss in spans.values() if kind == "Discard" for s in ss]


def split(examples: list[Example], *, held_out: int = HELD_OUT) -> tuple[list[Example], list[Example]]:
    """(train, held-out slice): chosen by a digest of the name, so the slice is the same for everyone."""
    order = sorted(examples, key=lambda e: hashlib.sha256(e.name.encode()).hexdigest())
    return order[held_out:], order[:held_out]


def edit(example: Example, edits: list[tuple[int, int, str]]) -> Example:
    """`example` with non-overlapping replacements made, all offsets moved along."""
    edits = sorted(edits)
    pieces, at = [], 0
    old, shift, moved = [0], [0], 0
    for a, b, new in edits:
        pieces += [example.text[at:a], new]
        at = b
        moved += len(new) - (b - a)
        old.append(b)
        shift.append(moved)
    pieces.append(example.text[at:])
    starts = [e[0] for e in edits]

    def move(offset: int, end: bool) -> int:
        i = bisect_right(starts, offset - 1 if end else offset) - 1
        if (i >= 0 and edits[i][0] <= offset < edits[i][1]) or (end and i >= 0 and offset == edits[i][1]):
            a, b, new = edits[i]
            base = shift[i] + a
            return base + (len(new) if end and offset == b else min(offset - a, len(new)))
        return offset + shift[bisect_right(old, offset) - 1]

    def span(p: Pair) -> Pair:
        s = move(p[0], False)
        return s, max(s + 1, move(p[1], True))

    return Example(
        example.name,
        "".join(pieces),
        [(span(c), [span(x) for x in s], [span(x) for x in k]) for c, s, k in example.statements],
        [span(p) for p in example.ignored],
        [(span(p), [span(c) for c in cs], ys) for p, cs, ys in example.pairs],
        [(*span((a, b)), k) for a, b, k in example.kinds],
        [(span(c), [span(x) for x in s], [span(x) for x in k]) for c, s, k in example.nested],
    )


SYLLABLES = (
    "ba bel bor bran cor dal dar del dor el fen gar gor hal har hol il jor kal kar kel lan lar len lin lor mal mar "
    "mel mir mon nor ol or pel per ral ran rel ros sal san sel sor tal tan tel tor val van vel ver vin wen wil yar "
    "zel zor"
).split()
ENDS = "a an en er ey ez i ic in o on ova sen ski ski son to ton us vic wick y".split()
_CAPITAL = re.compile(r"(?<![\w’'])[A-Z][a-zé]+(?=\b)")


def invented_name(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((1, 1, 2)))).capitalize() + rng.choice(ENDS)


def name_words(examples: list[Example], *, most_lower: float = 0.05) -> frozenset[str]:
    """Words that are capitalised within sentences nearly wherever they stand: names, to be replaced by others."""
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for e in examples:
        for m in re.finditer(r"(?<=[a-z,] )([A-Z][a-z]{2,})\b", e.text):
            upper[m.group(1)] += 1
        lower.update(re.findall(r"\b[a-z]{3,}\b", e.text))
    keep = set(
        (
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August "
            "September October November December"
        ).split()
    )
    titles = set(
        (
            "President Senator Sen Gov Governor Mr Mrs Ms Dr Rep Secretary Minister Chief State House Senate "
            "Congress Department Court Party News Times Post"
        ).split()
    )
    return frozenset(
        w for w, n in upper.items() if n >= 2 and lower[w.lower()] <= most_lower * n and w not in keep | titles
    )


def rename(example: Example, names: frozenset[str], rng: random.Random) -> Example:
    """Each name word replaced, the same one everywhere in the text, by an invented one."""
    new: dict[str, str] = {}
    edits = []
    for m in _CAPITAL.finditer(example.text):
        word = m.group()
        if word not in names:
            continue
        if word not in new:
            new[word] = invented_name(rng) if rng.random() < 0.75 else word
        if new[word] != word:
            edits.append((m.start(), m.end(), new[word]))
    return edit(example, edits)


def lose_marks(example: Example, rng: random.Random, *, share: float) -> Example:
    """Some quotation marks lost: closing ones at the end of a paragraph, and a few anywhere."""
    edits = []
    for m in re.finditer(r"[“”\"]", example.text):
        if any(a <= m.start() < b and b - a == 1 for c, s, k in example.statements for a, b in (c, *s, *k)):
            continue
        at_end = example.text[m.end() : m.end() + 1] in ("\n", "")
        if rng.random() < (4 * share if at_end else share):
            edits.append((m.start(), m.end(), ""))
    return edit(example, edits)


def add_dateline(example: Example, rng: random.Random) -> Example:
    """An agency's dateline before the first paragraph after the title."""
    at = example.text.find("\n\n") + 2
    if at < 2 or at >= len(example.text):
        return example
    city = invented_name(rng)
    line = rng.choice(
        (
            f"{city.upper()}, {rng.choice(('March', 'May', 'June'))} {rng.randint(1, 28)} ({city[:2].upper()}A) - ",
            f"{city.upper()} — ",
            f"{city} ({city[:3].upper()}) – ",
        )
    )
    return (
        edit(example, [(at, at, line)])
        if not any(a <= at < b for c, s, k in example.statements for a, b in (c, *s, *k))
        else example
    )


def swap_pronouns(example: Example, rng: random.Random) -> Example:
    """A few later surnames become he or she; who is meant is kept, for learning to tell."""
    swaps: list[tuple[int, int, str]] = []
    for swap in name_swap_examples(example.text, rng, limit=4, sentence_start=True):
        (start, stop), end = swap.pronoun, swap.moves[-1][0]
        if all(end + 200 < a or b + 200 < start for a, b, _ in swaps):
            swaps.append((start, end, swap.text[start:stop]))
            example.pairs.append(((start, end), list(swap.candidates), list(swap.labels)))
    for i, (pronoun, candidates, labels) in enumerate(example.pairs):
        kept = [k for k, (c, d) in enumerate(candidates) if not any(a < d and c < b for a, b, _ in swaps)]
        example.pairs[i] = (pronoun, [candidates[k] for k in kept], [labels[k] for k in kept])
    return edit(example, swaps)


def augment(example: Example, names: frozenset[str], rng: random.Random) -> Example:
    """One random variant of `example`, so that the encoder does not live on US politics in curly quotes."""
    out = edit(example, [])
    if rng.random() < 0.6:
        out = swap_pronouns(out, rng)
    if rng.random() < 0.5:
        out = rename(out, names, rng)
    if rng.random() < 0.25:
        out = lose_marks(out, rng, share=rng.choice((0.02, 0.1)))
    if rng.random() < 0.08:
        out = add_dateline(out, rng)
    return out
