"""Owns deeds that look like statements: "approved the closure", "signed the order", "rejected the bid". It adds none.

Who approves, signs or turns down something does it, and tells nothing (Searle 1976: a declaration changes the world and
reports none). Only where the object is an act or an instrument with nothing said of what it says: "rejected the claim
that …" denies, "approved a resolution condemning …" and "dismissed the offer as an insult" tell.
"""

import re
from collections.abc import Sequence
from functools import cache

from firsthand.attribution.drafts import Draft
from firsthand.language.inflection import verb_forms
from firsthand.language.words import singular
from firsthand.model import Article

_DONE = """
    approve ratify adopt sign enact repeal overturn uphold authorise authorize grant accept revoke initial rubber-stamp
"""
"""Not what is vetoed, passed, blocked or imposed: PolNeAR's annotators count that as attributed as often as not."""
_REFUSED = "reject dismiss refuse"
_ACTS = """
    appeal application appointment asylum bail bid budget closing closure construction contract cut decree demolition
    eviction expansion export extension extradition fine funding import increase injunction invitation lease licence
    license loan merger order payment permission permit privatisation privatization purchase raise resignation
    sale sentence takeover tender transfer treaty visa warrant offer
"""
"""Not what a parliament votes on (bills, laws, resolutions, deals): PolNeAR's annotators count that as attributed."""
_PLANS = "plan project proposal scheme candidacy list"
"""To approve one is a deed; to reject one may be an opinion."""
_IRREGULAR = {"uphold": "upholds upheld upholding"}
_LEAD = r"(?:(?:has|have|had|also|again|then|later|since|\w+ly)\s+)*"
"""Only what is done: who "will accept the offer" or is "to sign the bill" has said so, or is said to."""
_SAYS_MORE = re.compile(
    r"[“”\"«»]|\b(?:that|which|who|whose|whether|because|as|saying|calling|condemning|warning)\b|(?<=[\s(])[‘']|\w+ing\s+(?:the|a|an|her|his|its|their)\b"
)
_HEAD_ENDS = re.compile(
    r"\s+(?:of|on|in|for|by|with|to|from|at|against|over|between|under|worth|last|this|yesterday|after|before)\b"
)


def without_deeds(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts` without those whose cue is a deed and whose content is its bare object, nor what stands in that."""
    text = article.text
    deeds = [d for d in drafts if _is_deed(text, d)]
    gone = {id(d) for d in deeds}
    spans = [d.contents[0] for d in deeds]
    inner = {
        id(d)
        for d in drafts
        if d.nested and d.source is None and d.cue is not None and any(s.holds(d.cue) for s in spans)
    }
    return [d for d in drafts if id(d) not in gone | inner]


def _is_deed(text: str, draft: Draft) -> bool:
    cue, content = draft.cue, draft.contents[0]
    if cue is None or draft.source is None or len(draft.contents) != 1 or content.start < cue.end:
        return False
    verb = _cues().fullmatch(cue.of(text))
    if verb is None or not text[cue.end : content.start].isspace():
        return False
    words_ = content.of(text).rstrip(" .,;")
    # What follows the object belongs to it: "rejected the offer | as an insult".
    tail = re.split(r"[.;\n]|,\s", text[content.end : content.end + 60], maxsplit=1)[0]
    if _SAYS_MORE.search(words_) or re.match(r"\s*(?:as|[“\"‘])", tail):
        return False
    phrase = _HEAD_ENDS.split(words_, maxsplit=1)[0].split(",")[0].split()
    acts = _acts() if verb["refused"] or verb["down"] else _acts() | frozenset(_PLANS.split())
    return bool(phrase) and len(phrase) <= 7 and singular(phrase[-1].lower()) in acts


@cache
def _acts() -> frozenset[str]:
    return frozenset(_ACTS.split())


@cache
def _cues() -> re.Pattern[str]:
    """The verbal group of a deed, its auxiliaries counted."""

    def forms(verbs: str) -> str:
        done = {f for v in verbs.split() for f in verb_forms(v, _IRREGULAR) if not f.endswith("ing")} - set(
            verbs.split()
        )
        return "|".join(sorted(done, key=len, reverse=True))

    return re.compile(
        rf"{_LEAD}(?:(?P<done>{forms(_DONE)})|(?P<refused>{forms(_REFUSED)})|(?P<down>turn(?:s|ed)\s+down|"
        r"struck\s+down|signed\s+off\s+on|threw\s+out|thrown\s+out))",
        re.I,
    )
