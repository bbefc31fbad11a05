"""Owns the statistics of a coded sample: agreement, rates and corrected shares with 95 % intervals. It reads no sheet.

Arrays are float64 of shape (n,), one entry a coded item, unless said otherwise. Everything is design-based: the
population is the items that were drawn from, and chance is the drawing alone (Särndal, Swensson & Wretman 1992).
"""

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import EvaluationError

Z = 1.959963984540054
"""Normal quantile of a 95 % interval."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two coders agree on one question, over the `n` items that both answered; None where it has no value.

    `kappa` is Cohen's (1960), its interval asymptotic with the standard error of Fleiss, Cohen & Everitt (1969), cut to
    -1..1; `alpha` is Krippendorff's for nominal data. Both are undefined where everybody gives one answer. Unweighted:
    of the sample as it was drawn, not of the population.
    """

    question: str
    n: int
    agreed: float | None = None
    kappa: float | None = None
    kappa_low: float | None = None
    kappa_high: float | None = None
    alpha: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How the coded items came to be: `weights` (items of the population each stands for), the `strata` that their
    spread is taken within (numbered from 0), and for each stratum its `sampled` share of the population.
    """

    weights: Floats
    strata: Ints
    sampled: Floats


def agreement(question: str, pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Agreement on one question; `pairs` are the answers of two coders to the items that both answered."""
    n = len(pairs)
    if not n:
        return Agreement(question=question, n=0)
    labels = {label: i for i, label in enumerate(dict.fromkeys(x for pair in pairs for x in pair))}
    table = np.zeros((len(labels), len(labels)))
    for a, b in pairs:
        table[labels[a], labels[b]] += 1 / n
    agreed = float(table.trace())
    kappa = _kappa(table, n)
    return Agreement(
        question=question,
        n=n,
        agreed=agreed,
        kappa=None if kappa is None else kappa[0],
        kappa_low=None if kappa is None else max(-1.0, kappa[0] - Z * kappa[1]),
        kappa_high=None if kappa is None else min(1.0, kappa[0] + Z * kappa[1]),
        alpha=krippendorff(pairs),
    )


def _kappa(table: Floats, n: int) -> tuple[float, float] | None:
    """Kappa and its standard error from a table of shares, shape (k, k)."""
    rows, columns, agreed = table.sum(axis=1), table.sum(axis=0), table.trace()
    chance = float(rows @ columns)
    if chance > 1 - 1e-12:
        return None
    kappa = (agreed - chance) / (1 - chance)
    diagonal = np.diag(table)
    on = (diagonal * ((1 - chance) - (rows + columns) * (1 - agreed)) ** 2).sum()
    crossed = table * (columns[:, None] + rows[None, :]) ** 2
    off = (1 - agreed) ** 2 * (crossed.sum() - np.diag(crossed).sum())
    variance = (on + off - (agreed * chance - 2 * chance + agreed) ** 2) / (n * (1 - chance) ** 4)
    return float(kappa), math.sqrt(max(0.0, float(variance)))


def krippendorff(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal data and two coders without missing answers (Krippendorff 2011)."""
    values = Counter(x for pair in pairs for x in pair)
    total = sum(values.values())
    expected = total * total - sum(n * n for n in values.values())
    if not expected:
        return None
    observed = 2 * sum(1 for a, b in pairs if a != b)
    return 1 - (total - 1) * observed / expected


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's (1927) 95 % interval of a share seen in `n` items; `n` may be an effective size, not whole."""
    if n <= 0:
        return 0.0, 1.0
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def rogan_gladen(share: float, sensitivity: float, specificity: float) -> float | None:
    """The true share behind a machine's share, from its error rates for two classes (Rogan & Gladen 1978), cut to 0..1.

    For error rates that come from elsewhere. Where they are estimated by the same weights as the share, it gives what
    the difference estimator gives. None where the machine does no better than chance.
    """
    power = sensitivity + specificity - 1
    return min(1.0, max(0.0, (share + specificity - 1) / power)) if power > 1e-9 else None


def rate(y: Floats, x: Floats, design: Design) -> tuple[float, float, float] | None:
    """The share of `x` that is `y` in the population, with a 95 % interval; None where nothing of `x` was sampled.

    `x` is 1 for items that count and `y` <= `x` for those among them that are meant (fractions where coders differ). A
    ratio estimator; its variance by linearisation within strata, with finite population correction; the interval is
    Wilson's at the effective sample size (Korn & Graubard 1998; Dean & Pagano 2015), never above the number of items
    that count. With equal weights and a small sample of a large population that is Wilson's own interval.
    """
    total = float(design.weights @ x)
    if total <= 0:
        return None
    share = min(1.0, max(0.0, float(design.weights @ y) / total))
    if bool((design.sampled[design.strata] >= 1).all()):
        return share, share, share
    return share, *wilson(share, _effective(y, x, share, total, design))


def _effective(y: Floats, x: Floats, share: float, total: float, design: Design) -> float:
    """How many items of a simple random sample would say as much."""
    counted = float(x.sum())
    held = design.weights * x
    most = min(counted, float(held.sum() ** 2 / (held**2).sum()))
    if not 0 < share < 1:
        return most
    weights = design.weights
    if np.allclose(weights, weights[0]) and np.allclose(design.sampled, 0, atol=0.02) and len(design.sampled) == 1:
        return counted
    variance = 0.0
    for h in range(len(design.sampled)):
        z = (weights * (y - share * x))[design.strata == h]
        if len(z) > 1:
            variance += (1 - design.sampled[h]) * len(z) / (len(z) - 1) * float(((z - z.mean()) ** 2).sum())
    return min(counted, share * (1 - share) * total**2 / variance) if variance > 0 else most


def replicates(design: Design, number: int, seed: int) -> Floats:
    """Bootstrap weights, shape (number, n): the rescaling bootstrap of Rao & Wu (1988) within strata.

    n - 1 of n items are drawn again, with replacement, and rescaled, so that the spread of a stratum of few items is
    not understated; the finite population is corrected for. Items of a stratum of one keep their weight.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    out = np.repeat(design.weights[None, :], number, axis=0)
    for h in range(len(design.sampled)):
        places = np.flatnonzero(design.strata == h)
        n, part = len(places), math.sqrt(max(0.0, 1 - float(design.sampled[h])))
        if n > 1:
            drawn = rng.multinomial(n - 1, np.full(n, 1 / n), size=number)
            out[:, places] *= 1 - part + part * n / (n - 1) * drawn
    return out


def corrected_share(
    machine: Floats, people: Floats, known: tuple[float, float], design: Design, boot: Floats
) -> tuple[float, float, float]:
    """A share of the population corrected for the machine's errors, with a 95 % interval: the difference estimator.

    Shape (n, 2) each: in column 0 whether the item is in the class, in column 1 whether it counts at all, as the
    `machine` says and as `people` do. `known` are the machine's two totals over the whole population. Share = (machine
    total + weighted difference in the sample) / the same for what counts: Särndal, Swensson & Wretman (1992), ch. 6;
    the same idea as prediction-powered inference (Angelopoulos et al. 2023) and design-based supervised learning
    (Egami et al. 2023). It is unbiased however bad the machine is.

    The interval is the percentile bootstrap's, widened to Wilson's bounds on both kinds of error (in and out of the
    class; combined by MOVER, Zou & Donner 2008), since a sample with few errors in it bootstraps to too little: in a
    simulation of 200 of 6,000 items with 3 % of them misread, the bootstrap alone held the truth in 59 to 86 % of 300
    samples, the widened interval in 99 to 100 %; with 10 % misread 90 to 93 % and 93 to 97 %.
    """
    if known[1] <= 0:
        raise EvaluationError("no statement was read, so there is no share to correct; add articles first")
    difference = people - machine
    share = _share(np.asarray(known) + design.weights @ difference)
    spread = np.asarray(known)[None, :] + boot @ difference
    low, high = np.quantile(_shares(spread), [0.025, 0.975])
    below, above = _bounds(machine, people, known, design)
    return share, max(0.0, min(float(low), share - below)), min(1.0, max(float(high), share + above))


def _share(totals: Floats) -> float:
    return float(_shares(totals[None, :])[0])


def _shares(totals: Floats) -> Floats:
    counted = np.maximum(totals[:, 1], 1e-9)
    shares: Floats = np.clip(totals[:, 0] / counted, 0.0, 1.0)
    return shares


def _bounds(machine: Floats, people: Floats, known: tuple[float, float], design: Design) -> tuple[float, float]:
    """How far the share may lie below and above, by the bounds of its two parts: what the machine put in the class, and
    what it left out.
    """
    counts = people[:, 1]
    statements = float(design.weights @ counts)
    below = above = 0.0
    for part in (machine[:, 0], 1 - machine[:, 0]):
        found = rate(people[:, 0] * part, counts * part, design)
        if found is not None and statements > 0:
            size = float(design.weights @ (counts * part)) / statements
            below += (size * (found[0] - found[1])) ** 2
            above += (size * (found[2] - found[0])) ** 2
    return math.sqrt(below), math.sqrt(above)
