"""Owns the keys of bodies, countries, documents and outlets across articles. It knows nothing of people."""

import re
from functools import cache

from babel import Locale

from firsthand.language.outlets import Outlet, Outlets, outlet_key
from firsthand.language.words import column, demonyms, rows, words, words_of
from firsthand.language.words import outlets as listed_names
from firsthand.resolution.across_names import cleaned, has_capital, tokens

_SPELLINGS = {
    "&": "and",
    "organisation": "organization",
    "organisations": "organizations",
    "centre": "center",
    "defence": "defense",
    "labour": "labor",
    "programme": "program",
    "co": "company",
    "corp": "corporation",
    "intl": "international",
    "dept": "department",
    "govt": "government",
    "assn": "association",
    "univ": "university",
}
"""Words of bodies' names that are written in two ways, folded, and the one of the key."""

_LEGAL = frozenset(
    [
        *(
            "inc",
            "incorporated",
            "ltd",
            "limited",
            "llc",
            "llp",
            "lp",
            "plc",
            "corporation",
            "pty",
            "pte",
            "pvt",
            "bhd",
        ),
        *("gmbh", "mbh", "ag", "kg", "kgaa", "ev", "se", "sa", "sas", "sarl", "srl", "spa", "sl", "ltda", "sae", "sdn"),
        *("nv", "bv", "ab", "asa", "aps", "oy", "oyj", "as", "jsc", "ojsc", "pjsc", "cjsc", "ooo", "oao", "pao", "zao"),
        *("tov", "kk"),
    ]
)
"""Legal forms at the end of a body's name."""

_ALSO_WORDS = frozenset({"spa", "as", "se", "sa", "ab", "sl", "sas", "lp", "ag", "kg", "kk"})
"""Legal forms that are words too, and count only where they are not written like one ("SpA", "S.A.")."""

_LANGUAGES = ("fr", "de", "es", "it", "pt", "nl", "pl", "uk", "ru", "tr", "sv", "ar", "zh", "ja")
"""In whose names countries are known beside English."""

_DIGIT = re.compile(r"\d")


def key_words(name: str) -> list[str]:
    """The words of a body's name, folded, letters parted by full stops joined ("U.S."), spellings made one."""
    out: list[str] = []
    parts = tokens(name.replace("&", " and "))
    for i, part in enumerate(parts):
        if i and len(part) == len(parts[i - 1]) == 1 and part.isalpha() and parts[i - 1].isalpha():
            out[-1] += part
        else:
            out.append(part)
    return [_SPELLINGS.get(w, w) for w in out]


# Outlets


def outlet_named(name: str, outlets: Outlets, country: str | None) -> Outlet | None:
    """The listed outlet that an organisation's name is surely of: of several words, or known to be no everyday word."""
    found = outlets.by_name(name, country=country)
    if found is None:
        return None
    key = outlet_key(name)
    known = listed_names().get(key)
    return found if " " in key or "." in name.strip(".") or (known is not None and not known[1]) else None


def outlet_key_of(name: str, outlets: Outlets, country: str | None) -> tuple[str, str]:
    """Key and name to show of an outlet: the listed one's, else the folded name; ("", "") where several go by it, or
    where the name says no more than "the paper" or "the Gazette".
    """
    found = outlets.by_name(name, country=country)
    if found is not None:
        return found.key, found.name
    shown = cleaned(name)
    key = outlet_key(shown)
    plain_words = words_of("outlet_words.txt", "outlet_nouns.txt") | _generic().keys()
    if outlets.ambiguous(name) or not key or not (has_capital(shown) or _DIGIT.search(key)):
        return "", ""
    return ("", "") if all(w in plain_words for w in key.split()) else (key, shown)


# Countries


def country_key_of(name: str) -> tuple[str, str]:
    """Key (the ISO 3166 code, small) and English name of a country; the folded name where it is none that is known.

    >>> country_key_of("the U.S."), country_key_of("Україна")
    (('us', 'United States'), ('ua', 'Ukraine'))
    """
    shown = cleaned(name)
    parts = key_words(shown)
    code = country_code(" ".join(parts)) or _foreign_countries().get(" ".join(parts))
    if code:
        return code.lower(), country_name(code)
    key = _without_the(parts)
    # Two letters are the form of a code.
    return (" ".join(key), shown) if has_capital(shown) and len("".join(key)) > 2 else ("", "")


def country_code(key: str) -> str | None:
    """ISO 3166 alpha-2 code of a country's folded name (`key_words`, joined), or None."""
    known = _countries()
    return known.get(key) or known.get(key.removeprefix("the "))


@cache
def _foreign_countries() -> dict[str, str]:
    """As `_countries`, by their names in other languages, the first language that has a name deciding."""
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for key, code in _names_in(language).items():
            found.setdefault(key, code)
    return found


def country_name(code: str) -> str:
    """The English name of a country by its code."""
    return {"EU": "European Union"}.get(code) or str(Locale("en").territories.get(code, code))


@cache
def _countries() -> dict[str, str]:
    return _names_in("en") | column("country_names.tsv")


def _names_in(language: str) -> dict[str, str]:
    names = ((str(code), str(name)) for code, name in Locale(language).territories.items())
    states = ((c, n) for c, n in names if len(c) == 2 and c.isalpha() and c not in ("ZZ", "XA", "XB", "EZ", "UN", "QO"))
    return {" ".join(key_words(name)): code for code, name in states}


@cache
def _demonyms() -> dict[str, str]:
    """Folded demonym → ISO code, where the country is known."""
    found = {"us": "US", "uk": "GB", "european": "EU"}
    for word, country in demonyms().items():
        if (code := country_code(" ".join(key_words(country)))) is not None:
            found.setdefault(" ".join(key_words(word)), code)
    return found


# Bodies


def body_key_of(name: str, affiliation: str | None) -> tuple[str, str]:
    """Key and name to show of a body; ("", "") where the name does not say which one ("the ministry", "police").

    A public body whose name is common words and a place gets the key "words @place", however the two are put: "the
    Ukrainian Foreign Ministry", "Foreign Ministry of Ukraine". `affiliation` gives the place where the name has none.

    >>> body_key_of("Ministry of Defence of Ukraine", None)[0], body_key_of("Defense Ministry", "Ukraine")[0]
    ('defense ministry @ua', 'defense ministry @ua')
    """
    shown = re.sub(r"\s*\(([^()]*)\)", _bracket, cleaned(name)).strip(" ,;:")
    if not has_capital(shown) and not _DIGIT.search(shown):
        return "", ""
    key = _body_key(shown)
    if key:
        return key, shown
    place = cleaned(affiliation or "")
    if not key_words(shown) or not has_capital(place) or all(w in _generic() for w in key_words(place)):
        return "", ""
    shown = f"{re.sub(r'^[Tt]he ', '', shown)} of {place}"
    return _body_key(shown), shown


def _body_key(shown: str) -> str:
    """The key of a body's name; "" where it is common words only."""
    parts = _without_the(_without_legal(shown))
    whole = " ".join(parts)
    if whole in _unique():
        return _unique()[whole]
    if not any(w.isalnum() for w in parts) or all(w in _generic() for w in parts):
        return ""
    owned = key_words(re.sub(r"(?<=\w)'s?(?= )", "", shown, count=1))
    return _placed(_without_the(owned)) or _placed(parts) or whole


def is_doubtful(key: str) -> bool:
    """True for the key of a body of a place that is a country and a state of another ("Georgia")."""
    return key.endswith(" @ge")


def is_unique(key: str) -> bool:
    """True for the key of a body that is one in the world by its name."""
    return key in _unique().values()


def acronym_of(key: str) -> str:
    """The first letters of a key's words, small words left out; "" for fewer than two."""
    letters = [w[0] for w in key.replace("@", "").split() if w not in ("of", "the", "and", "for", "in", "on")]
    return "".join(letters) if len(letters) > 1 else ""


def _bracket(found: re.Match[str]) -> str:
    """What stays of a bracket: nothing of an acronym, "of Velmark" of a country, else its words."""
    inner = found.group(1).strip()
    if re.fullmatch(r"[A-Z][A-Za-z.&-]{1,9}", inner) and not inner[1:].islower():
        return ""
    return f" of {inner}" if country_code(" ".join(key_words(inner))) else f" {inner}"


def _without_the(parts: list[str]) -> list[str]:
    return parts[1:] if len(parts) > 1 and parts[0] == "the" else parts


def _without_legal(shown: str) -> list[str]:
    """The key words of a body's name without the legal form at its end."""
    told = shown.split()
    while len(told) > 1:
        form = "".join(tokens(told[-1]))
        form = {"corp": "corporation"}.get(form, form)
        bare = told[-1].strip(".,;")
        if form not in _LEGAL or (form in _ALSO_WORDS and (bare.islower() or bare.istitle())):
            break
        told = told[:-1]
    return key_words(" ".join(told).strip(" ,;:&-"))


def _placed(parts: list[str]) -> str | None:
    """ "words @place" for a public body named by common words and one place; None for any other body."""
    common, place = _parted(parts)
    if not common or not place or not any(_generic().get(w) == "head" for w in common):
        return None
    joined = " ".join(place)
    code = country_code(joined) or _demonyms().get(joined)
    return f"{' '.join(_in_order(common))} @{code.lower() if code else joined}"


def _parted(parts: list[str]) -> tuple[list[str], list[str]]:
    """The common words of a body's name and the words of the place, which stands at the front or after "of", "in" at
    the end; no place where other words stand elsewhere.
    """
    generic = _generic()
    front = next((i for i, w in enumerate(parts) if w in generic and not _is_place(parts, i)), len(parts))
    if front:
        rest = parts[front:]
        return (rest, [w for w in parts[:front] if w != "s"]) if all(w in generic for w in rest) else ([], [])
    for i in range(len(parts) - 2, 0, -1):
        if parts[i] in ("of", "in", "for") and all(w in generic for w in parts[:i]):
            place = _without_the(parts[i + 1 :])
            return (parts[:i], place) if place and (place[0] not in generic or _is_place(place, 0)) else ([], [])
    return [], []


def _is_place(parts: list[str], at: int) -> bool:
    """True where a country's name of several words begins at `at` that has common words in it ("United States")."""
    return any(country_code(" ".join(parts[at : at + n])) is not None for n in (3, 2))


def _in_order(common: list[str]) -> list[str]:
    """ "ministry of foreign affairs" and "foreign ministry" as one."""
    if len(common) > 2 and common[1] in ("of", "for") and common[0] in ("ministry", "department"):
        common = [*(w for w in common[2:] if w != "the"), common[0]]
    joined = " ".join(common).replace("foreign affairs ministry", "foreign ministry")
    return (
        joined.replace("interior affairs", "interior").replace("internal affairs ministry", "interior ministry").split()
    )


@cache
def _generic() -> dict[str, str]:
    """Word → "head" or "": words that alone do not say which body is meant."""
    common = dict.fromkeys(words_of("organisation_nouns.txt", "organisation_words.txt", "people.txt", "groups.txt"), "")
    listed = {row[0]: "head" if row[1] == "head" else "" for row in rows("generic_bodies.tsv")}
    plurals = {w + "s": "" for w in words_of("organisation_nouns.txt", "people.txt") if w not in listed}
    return plurals | dict.fromkeys(words("roles.txt"), "") | common | listed


_NOT_UNIQUE = frozenset(
    [
        *("capitol hill", "congress", "cortes", "bundesrat", "foreign office", "home office", "house of commons"),
        *("house of lords", "house of representatives", "rada", "security council", "senate", "supreme court"),
        *("treasury", "state department"),
    ]
)
"""Of the listed names of state bodies, those that several states have."""


@cache
def _unique() -> dict[str, str]:
    """Folded name of a body that is one in the world → its key."""
    listed = {n: n for n, kind in column("governments.tsv").items() if n not in _NOT_UNIQUE and kind != "country"}
    found = {_joined(name): _joined(name) for name in listed}
    for row in rows("unique_bodies.tsv"):
        for name in (row[0], *(row[1].split("|") if row[1] != "-" else ())):
            found[_joined(name)] = _joined(row[0])
    return found | {"state department": "state department @us"}


def _joined(name: str) -> str:
    return " ".join(_without_the(key_words(name)))


# Documents


def document_key_of(name: str) -> tuple[str, str]:
    """Key and name to show of a document; ("", "") for what is made again and again ("a Hollis report") and bears no
    number or year.
    """
    shown = cleaned(name)
    parts = _without_the(key_words(shown))
    if len(parts) < 2 or not has_capital(shown):
        return "", ""
    known = words("documents.txt") | words_of("organisation_nouns.txt", "qualifiers.txt", "calendar.txt")
    own = [w for w in parts if w not in known and w not in _OFTEN and not w.isdigit()]
    if not own:
        return "", ""
    lasting = any(w in _LASTING for w in parts)
    return (" ".join(parts), shown) if lasting or _DIGIT.search(" ".join(parts)) else ("", "")


_LASTING = frozenset(
    [
        *("act", "treaty", "convention", "constitution", "charter", "accord", "accords", "protocol", "covenant"),
        *("declaration", "bible", "code"),
    ]
)
"""Documents that are one in the world by their name."""

_OFTEN = frozenset(
    [
        *("annual", "monthly", "quarterly", "weekly", "daily", "final", "interim", "draft", "joint", "public", "open"),
        *("new", "official", "global", "world", "first", "second", "white", "green"),
        *("of", "the", "and", "on", "for", "in", "a"),
    ]
)
"""Words of many documents' names."""
