"""Owns ECB+: its files, and the pair F1 of a rule for "the same claim" on its checked sentences. It holds no rule.

Source: Cybulska and Vossen, "Using a sledgehammer to crack a nut? Lexical diversity and event coreference resolution"
(LREC 2014). Each topic has news of one event and of a look-alike (another earthquake, another arrest). Two checked
sentences of two documents of one topic are a pair; it is gold where they tell of at least one event that the annotators
gave the same identity, acts of reporting and perceiving aside. All other pairs of the topic are look-alikes.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from lxml import etree

from firsthand.attribution import Encoder
from firsthand.errors import EvaluationError
from firsthand.evaluation.figures import Figure
from firsthand.language.quotes import quotations
from firsthand.tracing.contexts import about
from firsthand.tracing.features import features_of
from firsthand.tracing.matching import same_claim
from firsthand.tracing.meaning import cosines, meanings, vectors_of

INDEX = "ECBplus_coreference_sentences.csv"
SKIPPED = ("ACTION_REPORTING", "ACTION_PERCEPTION", "ACTION_ASPECTUAL", "NEG_ACTION_REPORTING", "NEG_ACTION_PERCEPTION")
"""Classes of events that say how the news came or went on, not what happened."""
STEPS = tuple(i / 200 for i in range(2, 200))
"""Thresholds that a rule is tried with on the tuning half."""

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Vectors = Callable[[Sequence[str]], Floats]
"""Sentences to their vectors, float [sentences, width]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One checked sentence: its topic, document, words as they read in print, and the events it tells of.

    `around` is the whole document as it reads in print, the address in its first line aside.
    """

    topic: int
    document: str
    sentence: int
    words: str
    events: frozenset[str]
    around: str = ""

    @property
    def seminal(self) -> str:
        """Which of the topic's two events its document is of: "ecb" or "ecbplus"."""
        return "ecbplus" if self.document.endswith("ecbplus") else "ecb"


@dataclass(frozen=True, slots=True, kw_only=True)
class EcbScore:
    """One rule's figure on the reported half at the threshold that was best on the tuned half."""

    name: str
    threshold: float
    tuned: Figure
    reported: Figure
    look_alikes: Figure
    """The reported half again, with pairs of an event and its look-alike as the only extras."""


def read_ecbplus(folder: Path, *, topics: Iterable[int] | None = None) -> tuple[Told, ...]:
    """The checked sentences with an event, by topic, document and place; of `topics` only where they are given.

    Raises EvaluationError where the folder is not ECB+'s, or has no file of a topic that was asked for.
    """
    checked = _checked(folder)
    wanted = None if topics is None else frozenset(topics)
    found = sorted(int(p.name) for p in (folder / "topics").glob("*") if p.name.isdigit())
    missing = sorted((wanted or frozenset()) - set(found))
    if missing or not found:
        raise EvaluationError(
            f"{folder / 'topics'} has no topic {missing[0] if missing else 1}; it has {len(found)} topics: "
            "give the folder that holds the list of checked sentences and topics/1, topics/2, …"
        )
    told: list[Told] = []
    for topic in found:
        if wanted is None or topic in wanted:
            for path in sorted((folder / "topics" / str(topic)).glob(f"{topic}_*.xml")):
                document = path.stem.split("_", 1)[1]
                told += _sentences(path, topic, document, checked.get((topic, document), frozenset()))
    return tuple(told)


def _checked(folder: Path) -> dict[tuple[int, str], frozenset[int]]:
    path = folder / INDEX
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [(int(r["Topic"]), r["File"], int(r["Sentence Number"])) for r in csv.DictReader(lines)]
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}; give the folder of ECB+") from error
    except (KeyError, TypeError, ValueError) as error:
        raise EvaluationError(f"{path} is not ECB+'s list of checked sentences ({error!r})") from error
    found: dict[tuple[int, str], set[int]] = {}
    for topic, document, number in rows:
        found.setdefault((topic, document), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _sentences(path: Path, topic: int, document: str, checked: frozenset[int]) -> Iterator[Told]:
    if not checked:
        return
    try:
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise EvaluationError(f"{path} cannot be read as ECB+ XML: {error}") from error
    sentence_of = {t.get("t_id"): int(t.get("sentence")) for t in root.iter("token")}
    words: dict[int, list[str]] = {}
    for token in root.iter("token"):
        words.setdefault(int(token.get("sentence")), []).append(token.text or "")
    events = _events(root, sentence_of)
    lines = {number: printed(tokens) for number, tokens in words.items()}
    around = "\n".join(line for line in lines.values() if not line.startswith("http"))
    for number in sorted(checked):
        if number in lines and events.get(number):
            told = frozenset(events[number])
            yield Told(topic=topic, document=document, sentence=number, words=lines[number], events=told, around=around)


def _events(root: Any, sentence_of: dict[str, int]) -> dict[int, set[str]]:
    """The identities of the events that each sentence tells of."""
    marked = next(root.iter("Markables"))
    places = {m.get("m_id"): [a.get("t_id") for a in m.iter("token_anchor")] for m in marked}
    tags = {m.get("m_id"): str(m.tag) for m in marked}
    identity = {m.get("m_id"): m.get("instance_id") for m in marked if m.get("instance_id")}
    found: dict[int, set[str]] = {}
    for relation in root.iter("CROSS_DOC_COREF"):
        name = identity.get(next(relation.iter("target")).get("m_id"), "")
        for source in relation.iter("source"):
            mention = source.get("m_id")
            if not tags.get(mention, "").startswith(("ACTION", "NEG")) or tags[mention] in SKIPPED or not name:
                continue
            for token in places[mention][:1]:
                found.setdefault(sentence_of[token], set()).add(name)
    return found


_JOINS = (
    (re.compile(r"`` ?| ?''(?=\s|$)|\" (?=\w)"), '"'),
    (re.compile(r" ((?:n't|'s|'re|'ve|'ll|'d|'m|')(?=\s|$))"), r"\1"),
    (re.compile(r" ([.,;:!?%)\]}])"), r"\1"),
    (re.compile(r"([$£€(\[{]) "), r"\1"),
)


def printed(tokens: Sequence[str]) -> str:
    """Tokens as they would read in print.

    >>> printed(["He", "did", "n't", "pay", "$", "5", "."])
    "He didn't pay $5."
    """
    text = " ".join(tokens)
    for pattern, put in _JOINS:
        text = pattern.sub(put, text)
    return text


def tuned_on(topic: int) -> bool:
    """True for the topics that thresholds and weights are chosen on: the odd ones. The even ones are reported."""
    return topic % 2 == 1


# Scores


def pairs(told: Sequence[Told]) -> tuple[tuple[int, int], ...]:
    """Indices of the pairs of sentences of two documents of one topic."""
    by_topic: dict[int, list[int]] = {}
    for i, t in enumerate(told):
        by_topic.setdefault(t.topic, []).append(i)
    every = (p for place in by_topic.values() for p in combinations(place, 2))
    return tuple((i, k) for i, k in every if told[i].document != told[k].document)


def ecb_score(told: Sequence[Told], name: str, scores: Sequence[float], *, threshold: float | None = None) -> EcbScore:
    """The figure of a rule that gave each of `pairs(told)` a score: how well a threshold on it tells gold pairs.

    The threshold is the best one on the tuned half unless it is given; without a topic of that half it must be.
    """
    where = pairs(told)
    gold = np.array([bool(told[i].events & told[k].events) for i, k in where], dtype=bool)
    half = np.array([tuned_on(told[i].topic) for i, _ in where], dtype=bool)
    others = np.array([told[i].seminal != told[k].seminal for i, k in where], dtype=bool)
    values = np.asarray(scores, dtype=np.float64)
    if threshold is None:
        if not half.any():
            raise EvaluationError("there is no odd topic to choose a threshold on; give odd topics too, or a threshold")
        threshold = max(STEPS, key=lambda t: (_figure("tuned", values >= t, gold, half).f1, -t))
    said = values >= threshold
    return EcbScore(
        name=name,
        threshold=threshold,
        tuned=_figure("tuned", said, gold, half),
        reported=_figure("reported", said, gold, ~half),
        look_alikes=_figure("look-alikes", said, gold, ~half & (gold | others)),
    )


def _figure(name: str, said: Mask, gold: Mask, among: Mask) -> Figure:
    return Figure(
        name=name,
        hits=int((said & gold & among).sum()),
        extra=int((said & ~gold & among).sum()),
        missed=int((~said & gold & among).sum()),
    )


def word_scores(told: Sequence[Told]) -> tuple[float, ...]:
    """A baseline for `pairs(told)`: Jaccard of the words of four letters or more."""
    sets = [frozenset(w for w in re.findall(r"\w+", t.words.lower()) if len(w) > 3) for t in told]
    return tuple(len(sets[i] & sets[k]) / (len(sets[i] | sets[k]) or 1) for i, k in pairs(told))


def cosine_scores(told: Sequence[Told], vectors: Floats) -> tuple[float, ...]:
    """The embedding baseline for `pairs(told)`: cosine of `vectors`, float [sentences, width]."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(length > 0, length, 1.0)
    return tuple(float(unit[i] @ unit[k]) for i, k in pairs(told))


def claim_scores(told: Sequence[Told]) -> tuple[float, ...]:
    """What `firsthand.tracing` says of `pairs(told)`: the probability that both tell one claim."""
    made = [replace(features_of(t.words), about=about(t.around)) for t in told]
    vectors = vectors_of(meanings(t.words for t in told))
    near = cosines(vectors, vectors)
    return tuple(same_claim(made[i], made[k], float(near[i, k])).probability for i, k in pairs(told))


def evaluate_ecbplus(
    folder: Path, *, vectors: Vectors | None = None, topics: Iterable[int] | None = None
) -> tuple[EcbScore, ...]:
    """The figures of tracing and of its baselines on the topics of `folder`: shared words, and the cosine of `vectors`.

    `vectors` gives each of some sentences a vector, float [sentences, width]; without it that baseline is left out.
    Every threshold is chosen on the odd topics and reported on the even ones; the weights that ship were learned on the
    odd ones of 1 to 35. Raises EvaluationError where the folder is not ECB+'s or lacks a topic.
    """
    told = read_ecbplus(folder, topics=topics)
    found = [ecb_score(told, "firsthand", claim_scores(told)), ecb_score(told, "shared words", word_scores(told))]
    if vectors is not None:
        cosines = cosine_scores(told, vectors([t.words for t in told]))
        found.insert(1, ecb_score(told, "embedding cosine", cosines))
    return tuple(found)


def body_vectors(encoder: Encoder) -> Vectors:
    """The mean vector of each sentence's tokens, from the body of the encoder that ships."""

    def of(sentences: Sequence[str]) -> Floats:
        encoded = [encoder.encode(s, quotations(s)) for s in sentences]
        return np.stack([e.hidden[e.tokens.starts >= 0].mean(axis=0) for e in encoded])

    return of


def ecb_json(scores: Sequence[EcbScore]) -> list[dict[str, Any]]:
    """Figures as JSON: shares in 0..1."""
    return [
        {
            "rule": s.name,
            "threshold": s.threshold,
            "pairs_gold": s.reported.gold,
            "tuned_f1": round(s.tuned.f1, 4),
            "precision": round(s.reported.precision, 4),
            "recall": round(s.reported.recall, 4),
            "f1": round(s.reported.f1, 4),
            "f1_look_alikes": round(s.look_alikes.f1, 4),
        }
        for s in scores
    ]


def ecb_text(scores: Sequence[EcbScore]) -> str:
    """Figures as lines of text."""
    head = f"{'ECB+, even topics':20}{'threshold':>10}{'P':>8}{'R':>8}{'F1':>8}{'F1 *':>8}{'F1, odd':>10}"
    rows = [
        f"{s.name:20}{s.threshold:>10.3f}{s.reported.precision:>8.3f}{s.reported.recall:>8.3f}{s.reported.f1:>8.3f}"
        f"{s.look_alikes.f1:>8.3f}{s.tuned.f1:>10.3f}"
        for s in scores
    ]
    notes = (
        "Pairs of checked sentences of two documents of a topic; gold where they share an event.",
        "Thresholds were chosen on the odd topics.  * only pairs of an event and its look-alike as errors.",
    )
    return "\n".join((head, *rows, *notes))
