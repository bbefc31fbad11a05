"""Owns how it is told that a claim is denied, reversed or taken back, and who still carries it. It takes no side."""

from collections.abc import Sequence

from firsthand.model.trace import Claim, Clash
from firsthand.render.plain import line
from firsthand.render.trace_words import CLASH_WORDS, Index, article_words, source_words


def said_both_ways(found: Index, claim: Claim) -> tuple[str, ...]:
    """Sentences on what the reports of this one claim say against each other: a source that said both comes first.

    That a claim is denied is left out where it is only the source that said both who denies it.
    """
    own = [c for c in found.trace.contradictions if c.a == c.b == claim.id]
    turned = {i for c in own if c.kind == "reversed" for i in c.by}
    shown = [c for c in own if c.kind != "denied" or not c.by or not turned.issuperset(c.by)]
    shown.sort(key=lambda c: c.kind != "reversed")
    return tuple(_sentence(c) for c in shown)


def _sentence(clash: Clash) -> str:
    words = line(clash.why) or CLASH_WORDS[clash.kind]
    if clash.kind == "reversed" and clash.why:
        words = f"{CLASH_WORDS[clash.kind]}: {words}"
    return words[:1].upper() + words[1:].removesuffix(".") + "."


def beside_others(found: Index, claim: Claim) -> tuple[Clash, ...]:
    """What does not go together with other claims."""
    return tuple(c for c in found.trace.contradictions if c.a != c.b and claim.id in (c.a, c.b))


def taken_back(found: Index, claim: Claim) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who denies a claim of theirs or took it back, in which articles, with the ids of the articles that carry it.

    What one source took back several times is told once.
    """
    where: dict[tuple[str | None, tuple[str, ...]], list[str]] = {}
    for one in found.trace.corrections:
        if one.claim == claim.id:
            where.setdefault((one.source, one.carried_by), []).append(article_words(found, claim, one.article))
    return tuple(
        (
            f"{source_words(found, source) if source else 'the outlet'} denies it or took it back in {_row(names)}",
            carried,
        )
        for (source, carried), names in where.items()
    )


def _row(names: Sequence[str]) -> str:
    names = tuple(dict.fromkeys(names))
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
