"""Owns the folding of names to compare them across articles, and the parts of a person's name. It knows no sources."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from firsthand.language.words import column, first_names, words, words_of

MAX_NAME = 200
"""Characters: what is longer is no name, and gets no key."""

MAX_WORDS = 16
"""Words: likewise."""

SUFFIXES = {"jr": "jr", "jnr": "jr", "sr": "sr", "snr": "sr", "2nd": "ii", "3rd": "iii", "4th": "iv"} | {
    n: n for n in ("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii")
}
"""What stands after a name and tells two people apart, and how it is written in a key."""

_QUOTES = str.maketrans(
    dict.fromkeys("’‘ʼʻ`´′ʹ＇", "'") | dict.fromkeys("“”„‟«»〝〞＂", '"') | dict.fromkeys("‐‑‒–—―−﹣－", "-")
)
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_ENDINGS = (
    (re.compile(r"(?<=\w)sk(?:iy|yy|yi|ii|ij|yj)$"), "sky"),
    (re.compile(r"(?<=\w)sk(?:aia|aja|aiia)$"), "skaya"),
    (re.compile(r"(?<=\w{3})(?:iy|yi|yy|ii|ij|yj)$"), "y"),
)
"""Endings of Slavic names that are written in several ways in the Latin alphabet. "-ski" stays: it may be Polish."""

_NICKNAME = re.compile(r"""(?<!\S)(?:"[^"]{1,40}"|'[^']{1,40}'|\([^()]{1,60}\))(?!\S)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A person's name in parts, all folded: `first`, `middles`, `last` (with its particles, "van der berg"; "" where
    there is one word only) and `suffix` ("jr", "iii" or ""). A hyphen inside a part is kept.
    """

    first: str
    middles: tuple[str, ...] = ()
    last: str = ""
    suffix: str = ""

    @property
    def joined(self) -> str:
        """All parts but the suffix with hyphens as spaces: equal for "Jean-Claude Riis" and "Jean Claude Riis"."""
        return " ".join((self.first, *self.middles, self.last)).replace("-", " ").strip()

    @property
    def base(self) -> str:
        """The first part of the first name and the last part of the last: what every variant of one name shares."""
        if not self.last:
            return self.first
        *particles, end = self.last.split()
        return " ".join((self.first.split("-")[0], *particles, end.split("-")[-1]))

    @property
    def hyphened(self) -> bool:
        """True where a hyphen says which of its words are one part."""
        return "-" in self.first or "-" in self.last or any("-" in m for m in self.middles)

    @property
    def initial(self) -> bool:
        """True where the first name is one letter, or letters that are no syllable ("JK")."""
        return len(self.first) == 1 or (len(self.first) < 4 and not re.search(r"[^bcdfghjklmnpqrstvwxz]", self.first))


def cleaned(name: str) -> str:
    """`name` without controls, marks of direction, emoji and doubled spaces, its quotation marks and dashes unified;
    "" where it is longer than MAX_NAME or MAX_WORDS.
    """
    if len(name) > MAX_NAME:
        return ""
    kept = []
    for char in unicodedata.normalize("NFC", name).translate(_QUOTES):
        category = unicodedata.category(char)
        if char.isspace() or category == "Cc":
            kept.append(" ")
        elif category not in ("Cf", "Cs", "Co", "Cn", "So", "Sk") and not 0xFE00 <= ord(char) <= 0xFE0F:
            kept.append(char)
    text = " ".join("".join(kept).split())
    return text if len(text.split()) <= MAX_WORDS else ""


def folded(text: str) -> str:
    """Case, accents and points of Latin, Greek, Cyrillic, Hebrew and Arabic letters away; other scripts are kept whole.

    >>> folded("Łukasz ÅNGSTRÖM"), folded("がか")
    ('lukasz angstrom', 'がか')
    """
    out = []
    for char in unicodedata.normalize("NFKC", text.translate(_QUOTES)):
        code = ord(char)
        if 0x0591 <= code <= 0x05C7 or 0x0610 <= code <= 0x061A or 0x064B <= code <= 0x065F or code in (0x0640, 0x0670):
            continue
        low = char.casefold()
        if code < 0x0530 or 0x1E00 <= code < 0x2000:
            low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
        out.append(low.translate(_LETTERS))
    return "".join(out)


def tokens(text: str) -> list[str]:
    """The words of `text`, folded: apostrophes drop out, hyphens inside a word stay, all else parts words.

    >>> tokens("Jean-Claude D’Arcy, J.K.")
    ['jean-claude', 'darcy', 'j', 'k']
    """
    kept = []
    for char in folded(text).replace("'", ""):
        kept.append(char if char == "-" or unicodedata.category(char)[0] in "LMN" else " ")
    found = (re.sub(r"-{2,}", "-", word.strip("-")) for word in "".join(kept).split())
    return [word for word in found if word]


def has_capital(text: str) -> bool:
    """True where a letter of `text` is a capital, or of a script without case: what a proper name has."""
    return any(unicodedata.category(char) in ("Lu", "Lt", "Lo") for char in text)


@cache
def variants() -> dict[str, str]:
    """Spelling of a first name → the one to compare by."""
    return column("name_variants.tsv")


def unified(word: str) -> str:
    """A folded word with the spellings of one transliterated name made one.

    >>> unified("zelenskyy"), unified("dmitrii"), unified("oleksandr"), unified("kowalski")
    ('zelensky', 'dmitry', 'oleksandr', 'kowalski')
    """
    for pattern, ending in _ENDINGS:
        word = pattern.sub(ending, word)
    return variants().get(word, word)


def person_key(name: str) -> tuple[str, str]:
    """The key of a person's name and the name to show, without titles; ("", "") where it is no proper name.

    A first name alone, initials, and a name cut down to an initial ("Stefan B.") are no proper names: the article
    holds something back, and who it is must not be put together across articles.

    >>> person_key("Dr. Torvald A. RIIS, Jr."), person_key("the mayor"), person_key("Mr Riis")
    (('torvald a riis jr', 'Torvald A. RIIS, Jr.'), ('', ''), ('riis', 'Riis'))
    """
    shown = cleaned(name)
    if not has_capital(shown):
        return "", ""
    told = _without_titles(_NICKNAME.sub(" ", shown).split() or shown.split())
    while len(told) > 1 and _use(told[-1]) == "after":
        told = told[:-1]
    if told:
        told[-1] = re.sub(r"(?<=\w)'[sS]$", "", told[-1]).rstrip(",;:")
    key = _key(tokens(" ".join(told)))
    return (key, " ".join(told)) if key and _is_proper(key, told) else ("", "")


def person_parts(key: str) -> PersonName:
    """The parts of a person's name as a key has it (`person_key` makes keys).

    >>> person_parts("anna maria van der berg jr").last
    'van der berg'
    """
    parts = key.split()
    suffix = parts.pop() if len(parts) > 1 and parts[-1] in SUFFIXES.values() else ""
    if len(parts) < 2:
        return PersonName(first=" ".join(parts), suffix=suffix)
    cut = len(parts) - 1
    while cut > 1 and parts[cut - 1] in words("particles.txt"):
        cut -= 1
    return PersonName(first=parts[0], middles=tuple(parts[1:cut]), last=" ".join(parts[cut:]), suffix=suffix)


def _use(word: str) -> str:
    """What a word written beside a name is: before, alone, after, role, or "" for a part of the name."""
    parts = tokens(word)
    if not parts or len(parts) > 3:
        return ""
    joined = "".join(parts)
    if (found := column("honorifics.tsv").get(joined)) is not None:
        return "" if found == "alone" and joined in first_names() else found
    if len(parts) > 1 and all(_use(p) == "before" for p in parts):
        return "before"
    if joined in first_names():
        return ""
    if joined in words("titles.txt"):
        return "before"
    return "role" if joined in words_of("roles.txt", "qualifiers.txt") else ""


def _without_titles(told: list[str]) -> list[str]:
    """The words of a name from the first one that is no title or role. With one word of a name left, a title that
    belongs to it stays ("Pope Francis"), and a role is none ("Baker Riis").
    """
    uses = [_use(w) for w in told]
    cut = next((i for i, use in enumerate(uses) if use not in ("before", "alone", "role")), len(told) - 1)
    rest = [t for w in told[cut:] for t in tokens(w) if t not in SUFFIXES and t not in words("particles.txt")]
    if len(rest) > 1 or not cut or uses[cut - 1] == "before":
        return told[cut:]
    return told[cut:] if uses[cut - 1] == "role" and told[cut - 1][:1].islower() else told[cut - 1 :]


def _key(parts: list[str]) -> str:
    """The folded words of a name as a key: first initials joined, Arabic articles apart, spellings unified."""
    out: list[str] = []
    for i, part in enumerate(parts):
        if i == len(parts) - 1 and i and part in SUFFIXES:
            out.append(SUFFIXES[part])
            continue
        if (article := re.match(r"(?:al|el)-(?=\w{2})", part)) and (i or len(parts) == 1):
            out += ["al", unified(part[article.end() :])]
        elif part == "el" and i and i < len(parts) - 1:
            out.append("al")
        else:
            out.append(unified(part))
    n = 0
    while n < len(out) - 1 and len(out[n]) == 1 and out[n].isalpha():
        n += 1
    if n > 1:
        out[:n] = ["".join(out[:n])]
    return " ".join(out)


def _is_proper(key: str, told: list[str]) -> bool:
    parts = key.split()
    if "and" in parts or "&" in told or parts[0] in words("phrase_prepositions.txt"):
        return False
    if len(parts) > 1 and parts[1] == "of" and parts[0] not in first_names():  # "Duke of Aldmere", "Mayor of Aldmere"
        return False
    if not any(unicodedata.category(c)[0] == "L" for c in key):
        return False
    name = [p for p in parts if p not in SUFFIXES.values()]
    if not name or (len(name[-1]) == 1 and not _is_ideograph(name[-1])):
        return False
    if len(name) == 1:
        return name[0] not in first_names() and name[0] not in _common() and len(name[0]) > 1
    if name[0] in first_names():
        return True
    return not all(p in _common() for p in name)


def _is_ideograph(char: str) -> bool:
    return unicodedata.category(char) == "Lo" and ord(char) >= 0x2E80


@cache
def _common() -> frozenset[str]:
    lists = words_of(
        "roles.txt",
        "titles.txt",
        "people.txt",
        "groups.txt",
        "qualifiers.txt",
        "organisation_nouns.txt",
        "outlet_nouns.txt",
        "not_people.txt",
        "particles.txt",
        "phrase_prepositions.txt",
    )
    plurals = {w + "s" for w in words_of("roles.txt", "people.txt", "groups.txt")}
    return lists | plurals | {"the", "a", "an", "of", "and"}
