"""Owns the written forms of English verbs and nouns. It knows no meanings; irregular forms are handed in."""

from collections.abc import Mapping

_VOWELS = "aeiou"
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def verb_forms(lemma: str, irregular: Mapping[str, str]) -> tuple[str, ...]:
    """All written forms of the verb `lemma`, itself first; `irregular` maps a lemma to its other forms, by blanks.

    >>> verb_forms("deny", {})
    ('deny', 'denies', 'denied', 'denying')
    """
    if lemma in irregular:
        return (lemma, *irregular[lemma].split())
    stem = lemma + lemma[-1] if _doubles(lemma) else lemma
    if lemma.endswith("e"):
        past, participle = lemma + "d", (lemma if lemma.endswith(("ee", "oe", "ye")) else lemma[:-1]) + "ing"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        past, participle = lemma[:-1] + "ied", lemma + "ing"
    else:
        past, participle = stem + "ed", stem + "ing"
    return (lemma, plural(lemma), past, participle)


def plural(lemma: str) -> str:
    """The regular plural of a noun, which is also the third person of a verb."""
    if lemma.endswith(_SIBILANTS):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _doubles(lemma: str) -> bool:
    """True for words of one syllable that end in consonant, vowel, consonant: the last letter is written twice."""
    if len(lemma) < 3 or lemma[-1] in _VOWELS + "wxyh" or lemma[-2] not in _VOWELS or lemma[-3] in _VOWELS:
        return False
    return sum(c in _VOWELS for c in lemma) == 1
