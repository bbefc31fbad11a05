"""Owns the forms of reporting clauses and adverbials that stand after, inside or before what is reported, as regular
expressions over one sentence. It decides nothing: `firsthand.attribution.comments` does.

Quirk et al. 1985 §14.28 f., §15.53 f. (comment clauses), §8.124 ff. (adverbials of viewpoint and respect), §3.63 ff.
(the agent of a passive).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from firsthand.language.words import words

CLAUSE, VIEWPOINT, AGENT, MATRIX, HEARD = (
    "rule:comment-clause",
    "rule:viewpoint",
    "rule:agent",
    "rule:matrix-clause",
    "rule:heard-from",
)

_WORD, _NAME = r"[\w.’'-]+", r"[A-Z][\w.’'-]*"
_BEGINS = (
    rf"(?:{_NAME}|[Tt]he|[Aa]n?|[Oo]ne|another|some|several|two|three|its|his|her|their|our|this|that|s?he|they|it)"
)
_APPOSITION = rf"(?:,\s+{_NAME}(?:\s+{_NAME}){{0,3}},)?"
_SUBJECT = rf"{_BEGINS}(?:\s+{_WORD}){{0,6}}?{_APPOSITION}"
SOURCE = rf"{_BEGINS}(?:\s+{_WORD}){{0,9}}"
_WHEN = (
    r"(?:\s+(?:on|in|at|to|last|this|late|earlier|yesterday|today|again|recently|before|after|during|for|via)\b"
    r"[^,;:.!?“”\"\n]{0,60})?"
)
_ACCOUNT = (
    r"(?:account|count|reckoning|estimate|estimation|telling|version|calculation|words|view|opinion|judgement|judgment)"
)
_END = r"[.!]?\s*$"
_BE = r"(?:(?:has|have|had)\s+been|was|were|is|are)"
_LEADS = r"(?:^|[,;:–—]\s+)(?:(?:while|although|though|but|and|whereas|yet|even\s+though)\s+)?"
_FEW = ["about", "some", "around", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_NUMBER = rf"(?:(?:{'|'.join(_FEW)})\s+|\d)"

DOCUMENT_VERB = re.compile(
    r"records?|recorded|lists|listed|logs|logged|registers|registered|stipulates?|stipulated|specifies|specified|"
    r"leaves\s+open|left\s+open|makes\s+no\s+mention\s+of|made\s+no\s+mention\s+of|says\s+nothing\s+(?:about|on|of)|"
    r"(?:is|was)\s+silent\s+(?:on|about)"
)
"""What a document does, and hardly anybody else, with what it says; its subject has to be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form: groups `cue` and `source`; `content` where it is not the rest of the sentence; `told_by` and
    `told_by_cue` for who it was heard from in turn; `outlet` for the outlet that heard it from the source; `gap` where
    only that is left out of the content. A sentence without `sign` has no such form: it is quickly looked for.
    """

    pattern: re.Pattern[str]
    producer: str
    sign: re.Pattern[str] | None = None


@cache
def forms() -> tuple[Form, ...]:
    """All forms, in the order in which they are tried."""
    subject = rf"{_LEADS}(?P<source>{_SUBJECT})(?:,\s+for\s+(?:his|her|its|their)\s+part,)?\s+"
    content = r"(?P<content>[^.!?;\n]+)"
    clause = (
        rf"(?P<content>(?:{_BEGINS}|there|no|nobody)\s+[^.!?;\n]+?)(?=\s+but\s+(?:declined|refused|would|did)\b|{_END})"
    )
    quotation = r"(?P<content>[“\"‘'«][^\n]{3,}[”\"’'»]\.?)\s*$"
    amount = rf"(?P<content>(?:the|its|his|her|their|that)\s+[^.!?;\n]{{1,60}}?\s+(?:at|as)\s+{_NUMBER}[^.!?;\n]*)"
    return (
        *_heard(),
        *_comments(),
        *_viewpoints(),
        *_agents(),
        Form(pattern=re.compile(rf"{subject}{_cue()}\s+that\s+{content}"), producer=MATRIX),
        Form(pattern=re.compile(rf"{subject}(?P<cue>said|says)\s+{clause}"), producer=MATRIX),
        Form(pattern=re.compile(rf"{subject}(?P<cue>said|says|replied|answered):\s+{quotation}"), producer=MATRIX),
        Form(
            pattern=re.compile(rf"{subject}(?P<cue>puts?|gives?|gave|estimates?|estimated)\s+{amount}"), producer=MATRIX
        ),
        Form(
            pattern=re.compile(
                rf"{subject}(?P<cue>(?:spoke|speaks?|talks?|talked|tells?|told)\s+of|reproach(?:es|ed)?)\s+{content}"
            ),
            producer=MATRIX,
        ),
        Form(
            pattern=re.compile(rf"^(?P<source>{_SUBJECT})\s+(?P<cue>{DOCUMENT_VERB.pattern})\s+{content}"),
            producer=MATRIX,
        ),
    )


def _cue() -> str:
    verbs = (re.escape(v).replace(r"\ ", r"\s+") for v in words("comment_verbs.txt"))
    return rf"(?P<cue>(?:(?:has|have|had)\s+(?:since\s+)?)?(?:{'|'.join(sorted(verbs, key=len, reverse=True))}))"


_HEARD_SIGN = re.compile(r"\b(?:learn(?:ed|t)|heard|underst|told|informed|assured|advised)[^.\n]*?\b(?:from|by)\s")


def _heard() -> Iterable[Form]:
    """Whom an outlet has it from: "the Courier has learned from two officials that …", ", it was told by a clerk"."""
    reporters = r"(?:[Rr]eporters|[Jj]ournalists|[Cc]orrespondents)"
    name = rf"{_NAME}(?:\s+(?:of\s+)?{_NAME}){{0,4}}"
    noun = r"(?:[a-z]+\s+)?(?:newspaper|paper|agency|publication|magazine|weekly|daily|broadcaster|station|site|portal)"
    outlet = (
        rf"(?P<staff>{reporters}\s+(?:of|at|from|for)\s+)?(?P<outlet>(?:[Tt]he\s+)?{name}|(?:[Tt]he|[Tt]his)\s+{noun}|[Ww]e)"
        rf"(?:[’']s?\s+{reporters})?"
    )
    adverb = r"(?:(?:also|now|since|first|already|exclusively|independently|recently)\s+)?"
    be = r"(?:was|were|has\s+been|have\s+been|had\s+been)"
    cue = (
        rf"(?P<cue>(?:(?:has|have|had)\s+)?{adverb}(?:learned|learnt|heard|understands?|understood)"
        rf"|{be}\s+{adverb}(?:told|informed|assured|advised)){_WHEN}\s+(?:from|by)"
    )
    tellers = rf"(?:{_BEGINS}|people|staff|[a-z]+s)(?:\s+{_WORD}){{0,9}}"
    teller = rf"(?P<source>{tellers}?(?:,\s+[^,;:.]{{2,60}},)?)"
    final = rf"(?:,|(?<=[,!?])[”\"’'»])\s+(?:(?:as|so)\s+)?{outlet}\s+{cue}\s+(?P<source>{tellers})"
    for text in (
        rf"{_LEADS}{outlet}\s+{cue}\s+{teller}\s+(?P<content>that\s+[^;\n]+)$",
        rf"{final}{_END}",
        rf"{final},(?=\s)",
        rf"^As\s+{outlet}\s+{cue}\s+{teller}(?:,\s+|(?<=,)\s+)(?P<content>[^;\n]+)$",
    ):
        yield Form(pattern=re.compile(text), producer=HEARD, sign=_HEARD_SIGN)


def _comments() -> Iterable[Form]:
    """Set off by commas: ", the ministry counters", ", as one could read in the Gazette", "; so says a welder"."""
    heard = rf"(?:\s+(?P<told_by_cue>from)\s+(?P<told_by>{SOURCE}))?"
    clause = rf"(?P<source>{_SUBJECT})\s+{_cue()}{heard}{_WHEN}"
    known = r"(?:heard|learned|learnt|understood)"
    read = (
        r"(?:one|you)\s+(?:(?:could|can|may)\s+)?(?:reads?|learns?|hears?)"
        rf"|it\s+(?:is|was)\s+(?:{known}|reported)|it\s+(?:emerge[sd]|transpire[sd]|became\s+known)"
    )
    able = r"(?:can|could|may|might)\s+(?:also\s+)?be\s+(?:read|seen|heard|learned|learnt|gathered)"
    place = r"(?:in|on|from|at|by)\s+(?:(?:the\s+)?(?:news)?(?:paper|agency|site|channel)\s+)?"
    day = r"(?:(?:on\s+)?\w+day\s+|yesterday\s+|today\s+)?"
    for text in (
        rf",\s+(?:(?:as|so)\s+)?{clause}{_END}",
        rf",\s+(?:as\s+)?{clause},(?=\s)",
        rf"^As\s+{clause},\s",
        rf"^As\s+(?P<cue>{read})\s+{day}{place}(?P<source>{_SUBJECT}),\s",
        rf"[,;]\s+(?:(?:as|so)\s+)?(?P<cue>{read})\s+{day}{place}(?P<source>{SOURCE}){_END}",
        rf"^As\s+(?P<cue>{able})\s+{day}{place}(?P<source>{_SUBJECT}),\s",
        rf"[,;]\s+as\s+(?P<cue>{able})\s+{day}{place}(?P<source>{SOURCE}){_END}",
        rf"^From\s+(?P<source>{_SUBJECT})\s+(?P<cue>it\s+(?:is|was)\s+{known})\s+that\b",
        rf"[,;]\s+(?P<cue>so\s+(?:says|said|writes|wrote|claims|claimed))\s+(?P<source>{SOURCE}){_END}",
    ):
        yield Form(pattern=re.compile(text), producer=CLAUSE)


def _viewpoints() -> Iterable[Form]:
    """ "by the count of the inspectors", "in the mayor's view"."""
    for text in (
        rf"(?:^|,\s+)(?P<cue>[Ii]n)\s+(?P<source>his|her|their)\s+(?:own\s+)?{_ACCOUNT}(?:{_END}|,\s)",
        rf",?\s+(?P<cue>[Bb]y|[Ii]n)\s+the\s+{_ACCOUNT}\s+of\s+(?P<source>{SOURCE}){_END}",
        rf"^(?P<cue>By|In)\s+the\s+{_ACCOUNT}\s+of\s+(?P<source>{_SUBJECT}),\s",
        rf"(?:^|,?\s+)(?P<cue>[Bb]y|[Ii]n)\s+(?P<source>{_SUBJECT})[’']s?\s+(?:own\s+)?{_ACCOUNT}(?:{_END}|,\s)",
    ):
        yield Form(pattern=re.compile(text), producer=VIEWPOINT)


def _agents() -> Iterable[Form]:
    """ "was put at nine by the inspectors", "were noted in the log"."""
    put = r"(?:put\s+(?:down\s+)?at|estimated\s+at|given\s+as|reckoned\s+at)\b"
    noted = r"(?:noted|recorded|registered|logged|documented|listed)\s+(?:in|by)"
    for text in (
        rf"\b(?P<cue>{_BE}\s+{put})[^,;:.\n]{{1,60}}?(?P<gap>\s+by\s+(?P<source>{SOURCE})){_END}",
        rf"\b(?P<cue>{_BE}\s+{noted})(?P<gap>\s+(?P<source>{SOURCE})){_END}",
    ):
        yield Form(pattern=re.compile(text), producer=AGENT)
