"""Owns reading texts with the network while it trains: predictions on whole texts, and statements inside contents."""

import numpy as np
import torch
from tokenizers import Tokenizer

from firsthand.attribution.decode import CUE_TAGS, ROLE_TAGS, best_path, spans_of
from firsthand.attribution.windows import Tokens, cut, tokenise, window_inputs
from firsthand.language.quotes import quotations
from training.batches import padded
from training.net import Net
from training.polnear import Example

Statement = tuple[tuple[int, int], list[tuple[int, int]], list[tuple[int, int]]]


def char_span(tokens: Tokens, first: int, last: int) -> tuple[int, int] | None:
    """Offsets of tokens [first, last), [SEP] aside."""
    inside = [i for i in range(max(first, 0), min(last, len(tokens))) if tokens.starts[i] >= 0]
    return (int(tokens.starts[inside[0]]), int(tokens.ends[inside[-1]])) if inside else None


@torch.no_grad()
def read(
    net: Net, texts: list[str], tokenizer: Tokenizer, *, nested: bool, width: int = 24
) -> list[list[tuple[str, Statement]]]:
    """For each text its (level, statement) list, level "cue" or "nested". `nested`: that tag is trained."""
    net.eval()
    every = [tokenise(t, quotations(t), tokenizer) for t in texts]
    jobs = [(k, w) for k, tokens in enumerate(every) for w in cut(tokens)]
    owned = {}
    for i, (k, _) in enumerate(jobs):
        owned[i] = jobs[i + 1][1].own if i + 1 < len(jobs) and jobs[i + 1][0] == k else len(every[k])
    jobs_order = sorted(range(len(jobs)), key=lambda i: jobs[i][1].last - jobs[i][1].first)
    out: list[list[tuple[str, Statement]]] = [[] for _ in texts]
    for at in range(0, len(jobs_order), width):
        chunk = jobs_order[at : at + width]
        inputs = [window_inputs(every[jobs[i][0]], jobs[i][1]) for i in chunk]
        ids, cases, quotes = (padded([x[name][0] for x in inputs], 0) for name in ("input_ids", "cases", "quotes"))
        mask = padded([np.ones(x["input_ids"].shape[1], dtype=np.int64) for x in inputs], 0)
        hidden, logits = net.body(ids, cases, quotes, mask)
        if not nested:
            logits[..., 3:] = -1e9
        for row, i in enumerate(chunk):
            k, w = jobs[i]
            n = inputs[row]["input_ids"].shape[1]
            path = best_path(torch.log_softmax(logits[row : row + 1, :n], -1).numpy(), CUE_TAGS)[0]
            cues = [
                (kind, a, b) for kind, a, b in spans_of(path, CUE_TAGS) if a > 0 and w.own <= a - 1 + w.first < owned[i]
            ]
            if not cues:
                continue
            first, last = (torch.tensor(ends) for ends in ([c[1] for c in cues], [c[2] - 1 for c in cues]))
            roles = torch.log_softmax(net.roles(hidden[row : row + 1, :n], first, last), -1).numpy()
            for (kind, a, b), tags in zip(cues, best_path(roles, ROLE_TAGS), strict=True):
                found: dict[str, list[tuple[int, int]]] = {"source": [], "content": []}
                for role, c, d in spans_of(tags, ROLE_TAGS):
                    span = char_span(every[k], c - 1 + w.first, d - 1 + w.first)
                    if span:
                        found[role].append(span)
                cue = char_span(every[k], a - 1 + w.first, b - 1 + w.first)
                if cue and found["content"]:
                    out[k].append((kind, (cue, found["source"][:1], found["content"])))
    net.train()
    return out


def _bare(example: Example, contents: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """The words of a content as a text of their own, and the offset of each of its characters in the article."""
    chars: list[str] = []
    places: list[int] = []
    for a, b in contents:
        if chars:
            chars.append(" ")
            places.append(a)
        chars += example.text[a:b]
        places += range(a, b)
    text = "".join(chars)
    low = 0
    while low < len(text) and text[low] in "“\"'‘ ":
        low += 1
    return text[low:].rstrip(" ”\"’'"), places[low:]


def read_contents(net: Net, examples: list[Example], tokenizer: Tokenizer) -> int:
    """Sets `nested` of each example to what the network reads in its contents when they stand alone; gives how many."""
    jobs = [(e, *_bare(e, contents)) for e in examples for _, _, contents in e.statements]
    jobs = [j for j in jobs if len(j[1].split()) >= 5]
    for e in examples:
        e.nested = []
    for (e, _, places), found in zip(
        jobs, read(net, [t for _, t, _ in jobs], tokenizer, nested=False, width=64), strict=True
    ):
        back = lambda s: (places[s[0]], places[s[1] - 1] + 1)  # noqa: E731, B023
        e.nested += [(back(c), [back(x) for x in s], [back(x) for x in k]) for _, (c, s, k) in found]
    return sum(len(e.nested) for e in examples)
