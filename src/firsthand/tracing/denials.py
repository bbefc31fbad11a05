"""Owns the wordings by which something is denied, doubted or left open, as far as the words alone show it."""

import re

from firsthand.tracing.details import is_negated

_OPEN = re.compile(
    r"(?:\bwhether\s+(?:or\s+not\s+)?(?:that\s+)?|(?:hard|difficult|impossible)\s+to\s+(?:believe|imagine)\s+(?:that\s+)?)(?:the\s+)?$|"
    r"\b(?:withdr(?:ew|awn)|retract(?:s|ed)|t(?:ook|aken)\s+back)\s+(?:its|their|his|her)\s+(?:[\w’'-]+\s+){0,3}$|"
    r"^(?:has\s+|had\s+)?(?:withdr(?:ew|awn)|retract(?:s|ed)|t(?:ook|aken)\s+back)\s+(?:its|their|his|her)\b|"
    r"^(?:\w+\s+){0,3}(?:hard|difficult|impossible)\s+to\s+(?:believe|imagine)\b|^whether\b",
    re.I,
)
_UNKNOWN = re.compile(
    r"\b(?:could|can|has|have|had)\s*(?:not|n[’']t|never)\s+(?:yet\s+)?be(?:en)?\s+(?:\w+ly\s+)?"
    r"(?:determined|established|verified|confirmed|substantiated|proven|ascertained|clarified)\b|"
    r"\b(?:impossible|not\s+possible|too\s+(?:early|soon)|unable|hard|difficult)\s+(?:for\s+\w+\s+)?to\s+"
    r"(?:tell|say|know|determine|establish|credit|verify|believe)\b|"
    r"\b(?:is|was|are|were|remain(?:s|ed)?)\s+(?:still\s+)?(?:unclear|unknown|uncertain|unconfirmed|unproven|an\s+open\s+question)\b|"
    r"\bleaves?\s+(?:it\s+)?open\b|\bleft\s+(?:it\s+)?open\s+whether\b|"
    r"\bthere\s+(?:is|was|were|are)\s+(?:still\s+)?no\s+(?:confirmation|evidence|proof|indication|sign)s?\b|"
    r"\b(?:hardly|scarcely|barely|not\s+(?:very\s+)?)\s*(?:credible|believable|plausible|likely)\b|"
    r"\b(?:beggars|defies)\s+belief\b|\bout\s+of\s+(?:the\s+)?thin\s+air\b|\bfrom\s+the\s+air\b|\bpulled\s+from\s+a\s+hat\b",
    re.I,
)
"""That something is not known, or not to be believed."""
_BOUND = re.compile(
    r"\b(?:nobody|no\s+one|none|never|not|no)\b(?=[^.;]{0,30}\b(?:more|less|fewer|longer|later|higher|lower)\s+than\b)",
    re.I,
)
_IN_FACT = re.compile(r"\b(?:in\s+fact|actually|after\s+all|in\s+reality|in\s+truth)\b", re.I)
_ADMITS = re.compile(
    r"\bafter\s+all\b|\b(?:was|were)\s+(?:wrong|mistaken)\b|\b(?:admit|conced|acknowledg|own(?:ed|s)\s+up)\w*|\bregrets?\b|\bhad\s+to\s+grant\b",
    re.I,
)
UNABLE = re.compile(r"\b(?:cannot|can\s+not|can[’']t|unable|impossible|incapable|too\s+\w+\s+(?:for|to))\b", re.I)
ABLE = re.compile(r"\b(?:can(?!\s+not|[’'])|able\s+to|capable|possible)\b", re.I)
ENDING = re.compile(
    r"\b(?:halt|suspen|cancel|stop|ceas|clos|shut|lock(?:ed|s|ing)?\b|block|barred|bann(?:ed|ing)|froz|freez|idle|scrap|abandon|drop|refus|reject|lack|call(?:ed|ing)?\s+off|"
    r"without|off\b|end(?:ed|s|ing)?\b|lost|fail|empty|miss)"
)
"""Words that say "not" by themselves: "no ferry left", "every sailing was halted"."""


def leaves_open(before: str, words: str) -> bool:
    """True where what stands before the words, or how they begin, makes a question of them: "too early to say if"."""
    return bool(_OPEN.search(before) or _OPEN.match(words))


def is_unknown(words: str) -> bool:
    """True where the words say that something is not known, or not to be believed."""
    return bool(_UNKNOWN.search(words))


def says_not(words: str) -> bool:
    """True where the words say that something is not so; "nobody gets more than five" sets a bound, no denial."""
    return is_negated(_BOUND.sub("", words))


def in_fact(words: str) -> bool:
    """True where the words set right what was told before: "in fact", "after all"."""
    return bool(_IN_FACT.search(words))


def admits(words: str) -> bool:
    """True where somebody owns up: "conceded", "I was wrong", "after all"."""
    return bool(_ADMITS.search(words))
