"""Owns what a name seems to name: by its words, by title and first name, by the words beside it. It finds no names."""

import re
from functools import cache

from firsthand.language.words import column, countries, demonyms, first_names, outlets, plain, words, words_of
from firsthand.model import SourceKind, Span

_ABSTRACT = ("tion", "ment", "ness", "ity", "ence", "ance", "fare", "nomy", "ics", "irs", "culture")


SITE = re.compile(
    r"(?<![\w.@/-])[A-Za-z0-9][\w-]*(?:\.[\w-]+)?\.(?P<end>com|net|org|info|news|media|today|press|online|live|tv|fm|eu|"
    r"co\.[a-z]{2}|[a-z]{2})(?![\w@-]|\.\w)"
)
"""The name of a site, a host with its dot: "Vestmark.info"."""
_NEWSY = ("info", "news", "media", "today", "press", "tv", "fm")
_WORDS = (
    "in",
    "is",
    "it",
    "at",
    "no",
    "me",
    "so",
    "be",
    "as",
    "to",
    "us",
    "my",
    "am",
    "do",
    "by",
    "an",
    "or",
    "we",
    "he",
)
"""Ends of hosts that are English words too: a full stop without its blank stands before them."""
_SITE_AFTER = re.compile(
    r"\s+(?:(?:has|had|have|also|first|later|then)\s+)*(?:wrote|writes?|report(?:s|ed)?|published|quot(?:ed|es)|cit(?:ed|es)|"
    r"learn(?:ed|t)|revealed)\b"
)
_SITE_BEFORE = re.compile(
    r"\b(?:told|according\s+to|citing|quoting|seen\s+by|obtained\s+by|interview\s+with)\s+$", re.I
)


_OUTLET_NOUN = (
    r"(?:news\s?paper|newspaper|news agency|news site|news outlet|news portal|news channel|newswire|wire service|"
    r"agency|outlet|publication|broadcaster|magazine|web ?site|site|newsletter|channel|portal|daily|weekly|"
    r"tabloid|broadsheet|"
    r"radio station|television station|station|journal|paper|periodical|podcast|programme|network)"
)


_OUTLET_BEFORE = re.compile(rf"\b{_OUTLET_NOUN},?\s+(?:[Tt]he\s+)?$")


_OUTLET_AFTER = re.compile(
    rf"\s+{_OUTLET_NOUN}\b|[’']s?\s+(?:own\s+)?(?:sources?|interlocutors?|reporters?|journalists?|correspondents?|readers|"
    r"newsroom)\b|,\s+(?:the|an?|its|his|her)\s+(?:[\w-]+\s+){0,3}(?:newspaper|paper|newsletter|daily|weekly|magazine|tabloid|"
    r"broadcaster|news agency|broadsheet|publication|news site|radio station|news outlet)\b|"
    r"\s+(?:journalists?|reporters?|correspondents?|radio|television)\b"
)


SPEAKS_FOR = re.compile(r"\s+(?:journalists|reporters|correspondents|has\s+learn(?:ed|t)\s+from)\b")


_PUBLISHES = re.compile(r"\s+(?:writes|reports|reported|published)\b")


_REPORTED_FIRST = re.compile(
    r"\s+(?:(?:has\s+|had\s+)?(?:(?:first|earlier|exclusively)\s+)?reported|writes|wrote|revealed|has\s+(?:learn(?:ed|t)|seen)|"
    r"said\s+(?:in\s+an?\s+editorial|on\s+its\s+(?:front\s+page|website|site)))\b"
)


_PAPER_AFTER = re.compile(
    r"\s+(?:(?:has|had|have|also|first|later|then)\s+)*(?:wrote|writes?|report(?:s|ed)?|published|said|says|quot(?:ed|es)|"
    r"cit(?:ed|es)|understands|learn(?:ed|t)|revealed|claim(?:ed|s)|asked|seen)\b"
)
_PAPER_BEFORE = re.compile(
    r"\b(?:told|according\s+to|citing|quoting|seen\s+by|obtained\s+by|interview\s+with)\s+[Tt]he\s+$"
)


_THE_RIGHT_BEFORE = re.compile(r"\b[Tt]he\s+$")


_BODY_BEFORE = re.compile(
    r"\b(?:state-owned|state-controlled|carmaker|retailer|airline|company|firm|operator|utility)\s+$"
)


_BODY_AFTER = re.compile(
    r"[’']s?\s+(?:chief executive|shares?|shareholders?|managing|CEO|board|customers|staff|stock|workforce)\b"
)


_TITLE_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Prof|Captain|President|Minister|Senator)\.?\s+(?:[A-Z][\w’'-]+\s+)?$"
)


_COUNTRY_AFTER = re.compile(
    r"[’']s?\s+(?:president|prime minister|government|foreign minist(?:ry|er)|leadership|army|capital|parliament)\b",
    re.I,
)


_PERSON_AFTER = re.compile(r",\s+(?:\d\d?,|an?\s+\w+|who\b)")


def person_parts(words_: list[str]) -> int:
    """How many words at the front of a capitalised run are title, role, office or qualifier, and no part of the name.

    >>> person_parts(["Prime", "Minister", "Torvald", "Riis"]), person_parts(["Mary", "Baker", "Eddy"])
    (2, 0)
    """
    roles, titles = words("roles.txt"), words("titles.txt")
    cut = 0
    for i, word in enumerate(words_[:-1]):
        low = word.lower().rstrip(".")
        known = plain(word) in first_names()
        if i > cut and low not in titles and (known or plain(words_[i - 1]) in first_names()):
            break
        leads = i == cut and (low in words("qualifiers.txt") or plain(low) in demonyms())
        if low in titles or (low in roles and not known) or leads:
            cut = i + 1
    if cut == len(words_) - 1 and not any(is_role(w) for w in words_[:cut]):
        return 0
    return max(cut, _front(words_, cut))


def is_role(word: str) -> bool:
    return word.lower().rstrip(".") in words_of("roles.txt", "titles.txt")


def is_small_site(word: str) -> bool:
    """True for the name of a site that is written small: "vestmark.info"."""
    found = SITE.fullmatch(word)
    return found is not None and found["end"] not in _WORDS


def _front(words_: list[str], cut: int) -> int:
    """Where the person begins in what is left of a run: "Ukraine Olha Korr", "Euro-Atlantic Integration Olha Korr"."""
    rest = words_[cut:]
    if len(rest) < 3 or plain(rest[0]) in first_names() or len(rest[0].rstrip(".")) == 1:
        return cut
    first = next((i for i, word in enumerate(rest[:-1]) if plain(word) in first_names()), None)
    if first and (first > 1 or plain(rest[0]) in countries() or rest[0].endswith(_ABSTRACT)):
        return cut + first
    if rest[0].lower() in words_of("groups.txt", "people.txt", "roles.txt"):
        return cut + 1
    return cut + 1 if plain(rest[0]) in countries() or rest[0].endswith(_ABSTRACT) else cut


@cache
def bodies() -> frozenset[str]:
    return words_of("organisation_words.txt", "organisation_nouns.txt")


@cache
def governments() -> dict[str, str]:
    return {plain(name): kind for name, kind in column("governments.tsv").items()}


def guess(parts: list[str], *, before: str = "", the: bool = False) -> tuple[SourceKind, bool]:
    """What a name of these words seems to name, and whether a word list says so (else only its shape).

    >>> guess(["Halvik", "Avis"]), guess(["Olha", "Stefanishyna"])
    (('outlet', True), ('person', True))
    """
    key = plain(" ".join(parts)).removeprefix("the ")
    low = [plain(p).rstrip(".") for p in parts]
    if key in governments():
        return _kind(governments()[key]), True
    if key in outlets() and not (outlets()[key][1] and not the):
        return "outlet", True
    if key in countries():
        return "country", True
    if before and any(w.lower().rstrip(".") in words_of("titles.txt", "roles.txt") for w in before.split()):
        return "person", True
    for word in (low[-1], *low):
        kind = column("organisation_nouns.txt").get(word)
        if kind == "government" and word not in ("state", "court", "executive", "association"):
            return "government", True
    if low[-1] in bodies():
        return "organisation", True
    if len(parts) > 1 and (low[-1] in words("outlet_words.txt") or low[0] in ("radio", "tv", "channel", "daily")):
        return "outlet", True
    if any(w in words("organisation_words.txt") for w in low) or "&" in parts:
        return "organisation", True
    if len(parts) > 1 and low[0] in first_names():
        return "person", True
    if len(parts) > 1 and (len(low[0]) == 1 or (len(parts) > 2 and len(low[1]) == 1)) and not the:
        return "person", True
    return ("person", False) if 1 < len(parts) < 5 and not the else ("unknown", False)


def _kind(word: str) -> SourceKind:
    if word == "government":
        return "government"
    return "country" if word == "country" else "organisation"


def gender_of(name: str, before: str = "") -> str | None:
    """m or f, where the title or role before a name or its first name tells; else None."""
    for word in before.split():
        low = word.lower().rstrip(".")
        gender = column("titles.txt").get(low) or column("roles.txt").get(low)
        if gender in ("m", "f"):
            return gender
    first = name.split()
    return first_names().get(plain(first[0])) if len(first) > 1 else None


def is_no_person(text: str, span: Span) -> bool:
    """True where a name of several words stands right after "the", as people's names do not: "the Carrow Lantern"."""
    return " " in span.of(text) and bool(_THE_RIGHT_BEFORE.search(text[max(0, span.start - 5) : span.start]))


def evidence(text: str, span: Span, kind: SourceKind, *, the: bool) -> SourceKind | None:
    """The kind that the words right beside the name at `span` give it; `kind` is what it is taken for so far."""
    left, right = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 30]
    single = " " not in span.of(text)
    if _TITLE_BEFORE.search(left):
        return "person"
    if _OUTLET_BEFORE.search(left) or _OUTLET_AFTER.match(right):
        return "outlet"
    if _BODY_BEFORE.search(left) or _BODY_AFTER.match(right):
        return "organisation"
    if _COUNTRY_AFTER.match(right) and kind == "unknown":
        return "country"
    if not single and not the and _PERSON_AFTER.match(right) and kind == "unknown":
        return "person"
    if not single and kind in ("unknown", "person") and _THE_RIGHT_BEFORE.search(left) and _REPORTED_FIRST.match(right):
        return "outlet"
    named = single and the and kind == "unknown" and span.of(text).lower() in words("outlet_words.txt")
    if named and (_PAPER_AFTER.match(right) or _PAPER_BEFORE.search(left)):
        return "outlet"
    site = SITE.fullmatch(span.of(text)) if single and kind == "unknown" else None
    if site is not None and (site["end"] in _NEWSY or _SITE_AFTER.match(right) or _SITE_BEFORE.search(left)):
        return "outlet"
    if single and kind == "unknown" and _PUBLISHES.match(right) and not re.search(r"[A-Z][\w’'-]+\s+$", left):
        return "outlet"
    return None
