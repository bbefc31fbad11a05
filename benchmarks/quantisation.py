"""Owns the comparison of two encoders, int8 with fp32 for one: `python benchmarks/quantisation.py INT8 FP32 GOLD…`.

Prints every figure of `firsthand evaluate` for both and the largest loss, on brat folders or gold JSON.
"""

import argparse
from pathlib import Path

from firsthand.evaluation.machine import machine
from firsthand.evaluation.run import evaluate
from firsthand.pipeline import Reader


def figures(gold: Path, encoder: Path, threads: int) -> dict[str, float]:
    """Figures in percent, by name."""
    result = evaluate(gold, reader=Reader.load(encoder, threads=threads))
    out = {f.name: 100 * f.f1 for f in result.attribution.figures}
    if result.articles:
        total = sum(len(a.verdicts) for a in result.articles)
        out["statements right"] = 100 * sum(a.right for a in result.articles) / total
    return out


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("int8", type=Path, help="folder of the encoder that ships")
    p.add_argument("fp32", type=Path, help="folder of the same encoder, not quantised (training.export --fp32)")
    p.add_argument("gold", type=Path, nargs="+")
    p.add_argument("--threads", type=int, default=2)
    args = p.parse_args()
    print(machine())
    for gold in args.gold:
        small, full = (figures(gold, encoder, args.threads) for encoder in (args.int8, args.fp32))
        print(f"{gold.name}: figure, int8, fp32, int8 - fp32")
        for name in full:
            print(f"  {name:18} {small[name]:6.1f} {full[name]:6.1f} {small[name] - full[name]:+6.2f}")
        print(f"  largest loss {max(full[n] - small[n] for n in full):.2f}")


if __name__ == "__main__":
    main()
