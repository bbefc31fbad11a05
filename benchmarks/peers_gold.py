"""Owns the figures of `benchmarks/peers.py` on gold, by firsthand's own scoring. It runs no system.

A text that a system refused counts as read empty, and is counted. `Ceiling` asks for no parser: how much of the direct
gold textacy's candidates, all of them and joined as is best for it, can cover at the most.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.evaluation.attribution import dice, join, score
from firsthand.evaluation.quotation import quotation_type
from firsthand.evaluation.relation import Annotated, Relation
from firsthand.model import Span

Answer = tuple[Relation, ...] | str
KINDS = ("direct", "mixed", "indirect")
ENOUGH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Shares in percent by name, as ``direct found recall`` or ``linked precision``; texts refused and texts given."""

    system: str
    texts: int
    refused: int
    figures: dict[str, float]

    @staticmethod
    def header() -> list[str]:
        """The two lines above `lines`: precision and recall of what was found and of what was linked."""
        return [
            f"{'':20}{'':10}{'found':>16}{'linked':>16}",
            f"{'':20}{'':10}" + f"{'P':>8}{'R':>8}" * 2 + f"{'texts refused':>15}",
        ]

    def lines(self) -> list[str]:
        """A line for all attributions and one for each quotation type."""
        return [
            f"{self.system:20}{kind:10}" + "".join(f"{share:8.1f}" for share in shares) + f"{self.refused:15}"
            for kind, shares in self._rows()
        ]

    @staticmethod
    def markdown(every: Sequence["Accuracy"]) -> list[str]:
        """The same as a table of docs/evaluation.md."""
        lines = ["|  |  | found P | found R | linked P | linked R | texts refused |", "|---|---|---|---|---|---|---|"]
        for one in every:
            for kind, shares in one._rows():
                cells = " | ".join(f"{share:.1f}" for share in shares)
                lines.append(f"| {one.system} | {kind} | {cells} | {one.refused} of {one.texts} |")
        return lines

    def _rows(self) -> list[tuple[str, list[float]]]:
        kinds = [("all", ""), *((kind, f"{kind} ") for kind in KINDS)]
        return [
            (
                name,
                [self.figures[f"{kind}{what} {of}"] for what in ("found", "linked") for of in ("precision", "recall")],
            )
            for name, kind in kinds
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """Direct attributions of the gold; how many stand in texts that textacy refuses; how many it can find at most."""

    texts: int
    refused: int
    direct: int
    in_refused: int
    reachable: int

    def lines(self) -> list[str]:
        """Two sentences."""
        share = 100 * self.reachable / self.direct if self.direct else 0.0
        return [
            f"textacy refuses {self.refused} of {self.texts} texts of the gold for an odd number of marks; "
            f"{self.in_refused} of {self.direct} direct quotations stand in these.",
            f"With a perfect parser it would find at most {self.reachable} of {self.direct} ({share:.1f} %).",
        ]


def accuracy(system: str, gold: Sequence[Annotated], answers: Sequence[Answer]) -> Accuracy:
    """Figures of the answers to the texts of `gold`, in order."""
    cases = [(g, () if isinstance(a, str) else a) for g, a in zip(gold, answers, strict=True)]
    scored = score(cases)
    figures = {}
    for f in (scored.figure("found"), scored.figure("linked"), *scored.by_quotation):
        figures[f"{f.name} precision"] = 100 * f.precision
        figures[f"{f.name} recall"] = 100 * f.recall
    refused = sum(isinstance(a, str) for a in answers)
    return Accuracy(system=system, texts=len(gold), refused=refused, figures=figures)


def ceiling(gold: Sequence[Annotated], answers: Sequence[Answer]) -> Ceiling:
    """What of `gold` the candidates in `answers` reach."""
    direct = in_refused = reachable = 0
    for article, answer in zip(gold, answers, strict=True):
        contents = [join(article.text, r.content) for r in article.relations if r.content]
        contents = [c for c in contents if quotation_type(article.text, c) == "direct"]
        direct += len(contents)
        if isinstance(answer, str):
            in_refused += len(contents)
        else:
            candidates = [s for r in answer for s in r.content]
            reachable += sum(_reached(content, candidates) for content in contents)
    refused = sum(isinstance(a, str) for a in answers)
    return Ceiling(texts=len(gold), refused=refused, direct=direct, in_refused=in_refused, reachable=reachable)


def _reached(content: Sequence[Span], candidates: Sequence[Span]) -> bool:
    """True where a candidate, or all that touch `content` taken together, overlap with it enough."""
    near = [c for c in candidates if any(c.start < s.end and s.start < c.end for s in content)]
    return bool(near) and max(dice(content, near), *(dice(content, [c]) for c in near)) >= ENOUGH
