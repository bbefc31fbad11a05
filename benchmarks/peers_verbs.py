"""Owns the reporting verbs of the dependency rules beside which firsthand is measured. Firsthand never reads them."""

from collections.abc import Iterator


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


REPORTING = _words(
    "acknowledge add admit advise affirm agree allege announce answer argue ask assert assure believe boast caution "
    "charge cite claim comment complain concede conclude confess confirm contend counter declare demand deny "
    "describe disclose emphasize estimate exclaim expect explain express fear feel find forecast hope imply indicate "
    "inform insist joke lament maintain mention note observe pledge point predict proclaim promise propose quip "
    "recall recommend reiterate remark remember remind repeat reply report respond reveal say shout speculate state "
    "stress suggest suspect swear tell testify think threaten tweet urge vow warn whisper wonder worry write yell"
)
"""Lemmas: verbs that take what somebody says or thinks as a clause or in quotation marks."""

_IRREGULAR = {
    "feel": ("felt",),
    "find": ("found",),
    "say": ("said",),
    "swear": ("swore", "sworn"),
    "tell": ("told",),
    "think": ("thought",),
    "write": ("wrote", "written"),
}
_DOUBLED = frozenset(("admit", "quip"))


def forms(lemma: str) -> Iterator[str]:
    """The forms of a verb of `REPORTING`, lower case: write → write, writes, writing, wrote, written."""
    yield lemma
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield lemma[:-1] + "ies"
        past = lemma[:-1] + "ied"
    else:
        yield lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
        past = lemma + "d" if lemma.endswith("e") else lemma + "ed"
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    if lemma in _DOUBLED:
        stem, past = lemma + lemma[-1], lemma + lemma[-1] + "ed"
    yield stem + "ing"
    yield from _IRREGULAR.get(lemma, (past,))


LEMMAS = {form: lemma for lemma in REPORTING for form in forms(lemma)}
"""Lemma of each form."""
