"""Turns a checkpoint into the files that ship: `python -m training.export CHECKPOINT OUT [--fp32]`.

Three ONNX graphs, weights int8 with a range reduced to seven bits (processors without VNNI saturate otherwise),
activations quantised as they come. The card gets what the checkpoint says of its data and recipe, and the digest of
each file; `training.calibrate` adds what is decided on the held-out slice.
"""

import argparse
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import AutoModel

from training.net import HEADS, HIDDEN, ROLE, Net
from training.train import MODEL


class BodyGraph(nn.Module):
    """ids, cases, quotes [1, n] to vectors [1, n, 384] and cue logits [1, n, 5]; one window at a time needs no mask."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net.body

    def forward(self, input_ids: Tensor, cases: Tensor, quotes: Tensor) -> tuple[Tensor, Tensor]:
        return self.net(input_ids, cases, quotes)


class RolesGraph(nn.Module):
    """vectors [1, n, 384] and cues [k] to role logits [k, n, 5].

    The transformer layer is written out, since tracing torch's own would fix the number of cues and tokens.
    """

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net.roles

    def forward(self, hidden: Tensor, first: Tensor, last: Tensor) -> Tensor:
        net, layer = self.net, self.net.layer
        x = net.marked(hidden, first, last)
        h = layer.norm1(x)
        q, k, v = nn.functional.linear(h, layer.self_attn.in_proj_weight, layer.self_attn.in_proj_bias).split(ROLE, -1)
        heads = [t.unflatten(-1, (HEADS, ROLE // HEADS)).transpose(1, 2) for t in (q, k, v)]
        weights = (heads[0] @ heads[1].transpose(-1, -2) / (ROLE // HEADS) ** 0.5).softmax(-1)
        x = x + layer.self_attn.out_proj((weights @ heads[2]).transpose(1, 2).flatten(-2))
        x = x + layer.linear2(nn.functional.gelu(layer.linear1(layer.norm2(x))))
        return net.out(x)


class MentionsGraph(nn.Module):
    """mention, antecedent [k, 384] and distance [k] to kinds of the mentions [k, 4] and pair scores [k]."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.kinds, self.pairs = net.kinds, net.pairs

    def forward(self, mention: Tensor, antecedent: Tensor, distance: Tensor) -> tuple[Tensor, Tensor]:
        return self.kinds(mention), self.pairs(mention, antecedent, distance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A graph to write: the module, an example of its input, and its names with the axes that vary."""

    name: str
    module: nn.Module
    example: tuple[Tensor, ...]
    inputs: list[str]
    outputs: list[str]
    axes: dict[str, dict[int, str]]


def load(checkpoint: Path) -> tuple[Net, dict[str, Any]]:
    """The averaged weights of a checkpoint, and what it says of its data and recipe."""
    state = torch.load(checkpoint, map_location="cpu")
    net = Net(AutoModel.from_pretrained(MODEL, add_pooling_layer=False, attn_implementation="eager"))
    net.load_state_dict(state["average"])
    return net.eval(), dict(state.get("card", {}))


def graphs(net: Net) -> tuple[Graph, ...]:
    """The three graphs of an encoder, with inputs of any length (n) and any number of cues or mentions (k)."""
    ids = torch.randint(1000, 2000, (1, 40))
    flags = torch.zeros_like(ids)
    hidden, two = torch.randn(1, 40, HIDDEN), torch.tensor([3, 9])
    return (
        Graph(
            name="body",
            module=BodyGraph(net),
            example=(ids, flags, flags),
            inputs=["input_ids", "cases", "quotes"],
            outputs=["hidden", "cues"],
            axes={n: {1: "n"} for n in ("input_ids", "cases", "quotes", "hidden", "cues")},
        ),
        Graph(
            name="roles",
            module=RolesGraph(net),
            example=(hidden, two, two + 1),
            inputs=["hidden", "first", "last"],
            outputs=["roles"],
            axes={"hidden": {1: "n"}, "first": {0: "k"}, "last": {0: "k"}, "roles": {0: "k", 1: "n"}},
        ),
        Graph(
            name="mentions",
            module=MentionsGraph(net),
            example=(hidden[0, :2], hidden[0, 2:4], two),
            inputs=["mention", "antecedent", "distance"],
            outputs=["kinds", "pairs"],
            axes={n: {0: "k"} for n in ("mention", "antecedent", "distance", "kinds", "pairs")},
        ),
    )


def write(graph: Graph, out: Path, *, int8: bool) -> Path:
    """Writes one graph into `out` and checks it; the file's path."""
    path, full = out / f"{graph.name}.onnx", out / f"{graph.name}.fp32.onnx"
    torch.onnx.export(
        graph.module.eval(),
        graph.example,
        str(full),
        input_names=graph.inputs,
        output_names=graph.outputs,
        dynamic_axes=graph.axes,
        opset_version=17,
        dynamo=False,
    )
    if int8:
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        full.unlink()
    else:
        full.rename(path)
    onnx.checker.check_model(str(path))
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    return path


def export(net: Net, out: Path, *, int8: bool, card: dict[str, Any]) -> None:
    """Writes the files of an encoder into `out`, its card with the digest of each."""
    out.mkdir(parents=True, exist_ok=True)
    torch.backends.mha.set_fastpath_enabled(False)
    files = [write(graph, out, int8=int8) for graph in graphs(net)]
    files.append(Path(shutil.copy(MODEL / "tokenizer.json", out / "tokenizer.json")))
    card = {**card, "files": {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}}
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("checkpoint", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--fp32", action="store_true", help="without quantising, to compare with")
    p.add_argument("--version", default="encoder-1")
    args = p.parse_args()
    net, card = load(args.checkpoint)
    export(net, args.out, int8=not args.fp32, card={"version": args.version, **card})


if __name__ == "__main__":
    main()
