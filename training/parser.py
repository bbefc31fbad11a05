"""Trains the spaCy pipeline that the peers of `benchmarks/peers.py` run on: parts of speech, dependencies, lemmas.

    python -m training.parser --treebank FILE.conllu... [--held-out FILE.conllu...] [--out FOLDER]
    python -m training.parser --stand-in [--out FOLDER]

The architecture is that of spaCy's small English pipeline without its entity recogniser: a shared convolutional tok2vec
(96 wide, 4 deep, hash embeddings), a transition-based parser, a tagger of parts of speech. `--treebank` takes CoNLL-U
of the user's; nothing of it is part of this repository, and the pipeline goes to a folder outside it. Held out are the
files given, or one sentence in ten. `--stand-in` learns from made-up sentences (`training.stand_in`) where there is no
treebank: good to measure speed with, never accuracy, and the pipeline's meta.json says so. Firsthand uses no parser.
Needs the extra `peers`.
"""

import argparse
import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch
from thinc.util import fix_random_seed

from benchmarks.peers_pipeline import DEFAULT
from benchmarks.peers_verbs import LEMMAS
from training import stand_in

SEED = 11
STAND_IN_SENTENCES = 3000
PER_DOC = 8
"""Sentences that stand in one document, so that the parser learns where sentences end."""
SPACY_LABELS = {
    "nsubj:pass": "nsubjpass", "csubj:pass": "csubjpass", "aux:pass": "auxpass", "flat": "compound", "obj": "dobj",
    "root": "ROOT",
}  # fmt: skip
"""Universal labels by the names that spaCy's own English pipelines have, which extractors like textacy look for; of the
others the subtype is dropped."""
MODEL = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4,
         "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}  # fmt: skip
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens with, for each, whether a space follows, the head's index in the sentence, and a label."""

    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains, prints UAS and LAS on held-out sentences, and writes the pipeline."""
    options = _options(arguments)
    if options.stand_in:
        made = [_sentence(rows) for rows in stand_in.sentences(STAND_IN_SENTENCES, options.seed)]
        trained_on, train, held_out = "stand-in", *split(made)
    else:
        trained_on = "treebank " + ", ".join(f.name for f in options.treebank)
        train = [s for f in options.treebank for s in conllu(f)]
        held_out = [s for f in options.held_out for s in conllu(f)]
        train, held_out = (train, held_out) if held_out else split(train)
    if not train or not held_out:
        raise SystemExit(f"parser: {trained_on} has too few sentences; give CoNLL-U of some thousand sentences")
    nlp = train_pipeline(train, epochs=options.epochs, seed=options.seed)
    scores = nlp.evaluate(examples(nlp, held_out))
    figures = {name: round(100 * scores[key], 1) for name, key in (("UAS", "dep_uas"), ("LAS", "dep_las"))}
    figures["part of speech"] = round(100 * scores["pos_acc"], 1)
    nlp.meta["firsthand"] = {
        "trained_on": trained_on, "sentences": len(train), "held_out": len(held_out), "seed": options.seed,
        "epochs": options.epochs, **figures,
    }  # fmt: skip
    options.out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(options.out)
    print(f"{trained_on}: {len(train)} sentences, {len(held_out)} held out, gold tokens, seed {options.seed}")
    print(", ".join(f"{name} {value}" for name, value in figures.items()), f"-> {options.out}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Trains the spaCy pipeline that peers are measured on.")
    data = parser.add_mutually_exclusive_group(required=True)
    data.add_argument("--treebank", type=Path, nargs="+", help="CoNLL-U files")
    data.add_argument("--stand-in", action="store_true", help="made-up sentences: for speed only")
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="CoNLL-U; else every tenth sentence")
    parser.add_argument("--out", type=Path, default=DEFAULT, help=f"folder of the pipeline, {DEFAULT} if not given")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    for file in [*(options.treebank or []), *options.held_out]:
        if not file.is_file():
            parser.error(f"{file} is no file; give CoNLL-U files")
    return options


def conllu(file: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file; words of a multiword token count one by one, the space after the last."""
    rows: list[stand_in.Row] = []
    spaces: list[bool] = []
    ends: dict[int, bool] = {}
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if rows:
                yield _sentence(rows, spaces)
            rows, spaces, ends = [], [], {}
            continue
        if line.startswith("#"):
            continue
        place, form, lemma, tag, _, _, head, label, _, misc = line.split("\t")
        spaced = "SpaceAfter=No" not in misc
        if "-" in place:
            first, last = map(int, place.split("-"))
            ends |= dict.fromkeys(range(first, last), False) | {last: spaced}
        elif "." not in place:
            rows.append((form, lemma, tag, int(head), label))
            spaces.append(ends.get(int(place), spaced))


def _sentence(rows: Sequence[stand_in.Row], spaces: Sequence[bool] | None = None) -> Sentence:
    words, lemmas, tags, heads, labels = zip(*rows, strict=True)
    if spaces is None:
        spaces = [
            word != "“" and after not in (",", ".", "”") for word, after in zip(words, (*words[1:], "x"), strict=True)
        ]
    return Sentence(
        words=words, lemmas=lemmas, spaces=tuple(spaces), tags=tags,
        heads=tuple(head - 1 if head else i for i, head in enumerate(heads)),
        labels=tuple(SPACY_LABELS.get(label, label.partition(":")[0]) for label in labels),
    )  # fmt: skip


def split(every: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """(train, held out): one in ten by a digest of its words, so a sentence that stands twice is on one side."""
    sides: tuple[list[Sentence], list[Sentence]] = ([], [])
    for sentence in every:
        digest = hashlib.sha256(" ".join(sentence.words).encode()).digest()
        sides[digest[0] % 10 == 0].append(sentence)
    return sides


def examples(nlp: Language, sentences: Sequence[Sentence]) -> list[Example]:
    """Documents of `PER_DOC` sentences with gold tokens."""
    out = []
    for i in range(0, len(sentences), PER_DOC):
        group = sentences[i : i + PER_DOC]
        words = [w for s in group for w in s.words]
        spaces = [sp for s in group for sp in s.spaces]
        heads: list[int] = []
        starts: list[bool | int | None] = []
        for s in group:
            heads += [len(starts) + h for h in s.heads]
            starts += [k == 0 for k in range(len(s.words))]
        gold = Doc(
            nlp.vocab, words, spaces, pos=[t if t != "_" else "X" for s in group for t in s.tags],
            heads=heads, deps=[d for s in group for d in s.labels], sent_starts=starts,
        )  # fmt: skip
        out.append(Example(Doc(nlp.vocab, words, spaces), gold))
    return out


def train_pipeline(train: Sequence[Sentence], *, epochs: int, seed: int) -> Language:
    """The pipeline after so many epochs: held-out sentences choose nothing. Progress goes to standard error."""
    fix_random_seed(seed)
    rng = random.Random(seed)
    nlp = blank()
    gold = examples(nlp, train)
    optimizer = nlp.initialize(lambda: gold)
    for epoch in range(1, epochs + 1):
        started, losses = time.perf_counter(), dict[str, float]()
        rng.shuffle(gold)
        for batch in minibatch(gold, 8):
            nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
        print(f"epoch {epoch}: loss {losses['parser']:.0f}, {time.perf_counter() - started:.0f} s", file=sys.stderr)
    _add_lemmas(nlp, train)
    return nlp


def blank() -> Language:
    """The pipeline before training: tok2vec, then the tagger of parts of speech and the parser, which listen to it."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": MODEL})
    tagger: dict[str, Any] = {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": LISTENER}
    nlp.add_pipe("morphologizer", config={"model": tagger})
    parser: dict[str, Any] = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": LISTENER,
    }  # fmt: skip
    nlp.add_pipe("parser", config={"model": parser, "min_action_freq": 5})
    return nlp


def _add_lemmas(nlp: Language, train: Iterable[Sentence]) -> None:
    """A table of each form's commonest lemma, and of reporting verbs: extractors look for these."""
    counts: dict[str, Counter[str]] = {}
    for sentence in train:
        for word, lemma in zip(sentence.words, sentence.lemmas, strict=True):
            counts.setdefault(word, Counter())[lemma] += 1
    table = LEMMAS | {form.capitalize(): lemma for form, lemma in LEMMAS.items()}
    table |= {form: of.most_common(1)[0][0] for form, of in counts.items() if form not in table}
    lookups = Lookups()
    lookups.add_table("lemma_lookup", table)
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    assert isinstance(lemmatizer, Lemmatizer)
    lemmatizer.initialize(lookups=lookups)


if __name__ == "__main__":
    sys.exit(main())
