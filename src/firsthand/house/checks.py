"""Owns the list of rules and who applies each. It holds no rule itself."""

from collections.abc import Callable, Iterator

from firsthand.house import own_voice, quoting, replies, titles, unnamed
from firsthand.house.findings import Finding
from firsthand.house.rules import Rule, Rules, default_rules
from firsthand.house.scene import Scene
from firsthand.model import Reading

Check = Callable[[Scene, Rule], Iterator[Finding]]
CHECKS: dict[str, Check] = {
    "accusation-without-source": own_voice.accusations,
    "casualties-without-source": own_voice.casualties,
    "cause-without-source": own_voice.causes,
    "motive-without-source": own_voice.motives,
    "unnamed-without-reason": unnamed.without_reason,
    "unnamed-without-knowledge": unnamed.without_knowledge,
    "undescribed-source": unnamed.undescribed,
    "plural-for-one-source": unnamed.plural_for_one,
    "rests-on-one-unnamed-source": unnamed.rests_on_one,
    "accusation-without-reply": replies.without_reply,
    "title-without-hedge": titles.without_hedge,
    "title-without-attribution": titles.without_attribution,
    "title-quotation-not-in-text": titles.quotation_not_in_text,
    "quotation-without-speaker": quoting.without_speaker,
    "quotation-not-closed": quoting.not_closed,
}
"""The rules that need one reading alone; those that look into the ledger are the pipeline's."""


def findings(reading: Reading, rules: Rules | None = None) -> tuple[Finding, ...]:
    """What the rules find in one draft, in the order of its text; without `rules` those that ship."""
    chosen = rules or default_rules()
    scene = Scene(reading=reading)
    found = [f for id, check in CHECKS.items() if chosen.is_on(id) for f in check(scene, chosen.rule(id))]
    return tuple(sorted(found, key=lambda f: (f.span, f.rule)))
