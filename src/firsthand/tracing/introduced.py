"""Owns who is whom inside one article: a description and the name that the article gives the same person, before it
("Ada Lind does. …, the farmer said") or after it ("…, its author has said. Ivo Stang told"). Somebody whom the article
keeps unnamed, or brings up as one of many ("an official"), is given no name.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from firsthand.language.words import first_names, plain, words
from firsthand.model import Source, Span
from firsthand.model.trace import Piece
from firsthand.tracing.asides import WRITERS, as_paper, head_of
from firsthand.tracing.details import content

_FULL_NAME = re.compile(r"\b[A-Z][\w’-]+\s+[A-Z][\w’-]+\b")
_DEFINITE = re.compile(r"(?:the|its|their|his|her|our)\s+[a-z]|(?:[\w’'-]+\s+){1,4}?[\w-]+[’']s?\s+[a-z]", re.I)
_INDEFINITE = re.compile(r"(?:an?|one|two|another|some|several)\s+", re.I)
_KEPT = re.compile(
    r"\banonym|\bunnamed\b|\bnot\s+(?:to\s+)?be\s+(?:named|identified|quoted)|\b(?:declined|refused|asked)\s+(?:not\s+)?to\s+(?:be\s+)?"
    r"(?:named|identified|give\s+(?:his|her|their)\s+name)|\bcondition\s+(?:of|that)\b|\bnot\s+(?:authori[sz]ed|allowed|permitted)\b|"
    r"\b(?:his|her|their)\s+names?\b|\bwhose\s+name\b|\bfears?\b|\bfeared\b",
    re.I,
)
_HEADS = "head chief boss director leader chairman chairwoman president executive manager"
_ANYBODY = frozenset(["man", "woman", "person", "source", "official", "insider", "colleague", "other", "one"])


def introduced(piece: Piece) -> Mapping[str, Source]:
    """The named source that an article means by each description of one person, by the description's local id."""
    text = piece.reading.article.text
    people = [s for s in piece.reading.sources if s.kind == "person" and s.name and not s.anonymous]
    people += _written(text, people, piece)
    places = sorted((at, s.id) for s in people for at in _places(s, text))
    by_id = {s.id: s for s in people}
    found = {}
    papers = [as_paper(s) for s in piece.reading.sources if as_paper(s).kind == "document"]
    for source in piece.reading.sources:
        if len(papers) == 1 and _writes(source):
            found[source.id] = papers[0]
            continue
        if _is_lead(source, text) and (named := _by_office(source, people)) is not None:
            found[source.id] = named
        if not _is_description(source, text):
            continue
        named = _by_office(source, people) or _near(source, text, places, by_id)
        if named is not None:
            found[source.id] = named
    return found


def named_as(piece: Piece, source: Source) -> Source | None:
    """The named source that an article means by a description of one person that is no source of its reading."""
    text = piece.reading.article.text
    people = [s for s in piece.reading.sources if s.kind == "person" and s.name and not s.anonymous]
    if not _is_description(source, text):
        return None
    places = sorted((at, s.id) for s in people for at in _places(s, text))
    return _by_office(source, people) or _near(source, text, places, {s.id: s for s in people})


def _writes(source: Source) -> bool:
    """True for those who are called nothing but the writers of the article's one document: "the authors"."""
    said = source.descriptor or ""
    definite = re.match(r"(?:the|its)\s", said, re.I)
    return not source.name and bool(definite) and head_of(said) in WRITERS


def _written(text: str, people: Sequence[Source], piece: Piece) -> list[Source]:
    """People whom the text names and who are no source of the reading, by a first name."""
    known = {part for s in piece.reading.sources if s.name for part in s.name.split()}
    out: dict[str, Source] = {}
    for m in _FULL_NAME.finditer(text):
        if _is_name(m, text) and m[0].split()[-1] not in known and m[0] not in out:
            out[m[0]] = Source(id=f"named at {m.start()}", kind="person", name=m[0], mentions=(Span(*m.span()),))
    return list(out.values())


def _is_name(found: re.Match[str], text: str) -> bool:
    """True where two words with capitals are a person's: by the first name, or since "she" or "he" goes on about it."""
    first, last = (plain(w) for w in found[0].split())
    if first in first_names():
        return True
    if {first, last} & (words("organisation_words.txt") | words("outlet_words.txt") | words("places.txt")):
        return False
    end = text.find("\n", found.end())
    return bool(re.search(r"(?<=[.?!”\"’'] )(?:She|He)\b", text[found.end() : end if end >= 0 else len(text)][:260]))


def _places(source: Source, text: str) -> list[int]:
    last = (source.name or "").split()[-1]
    return [m.start() for m in re.finditer(rf"\b{re.escape(last)}\b", text)]


def _is_description(source: Source, text: str) -> bool:
    """True for one person without a name whom the article does not keep unnamed."""
    if source.name or source.kind != "person" or source.count != (1, 1) or source.anonymity_reason:
        return False
    said = source.descriptor or ""
    if not source.mentions or not _DEFINITE.match(said) or head_of(said) in _ANYBODY:
        return False
    if any(_INDEFINITE.match(m.of(text)) for m in source.mentions):
        return False
    return not any(_KEPT.search(text[max(0, m.start - 120) : m.end + 160]) for m in source.mentions)


def _is_lead(source: Source, text: str) -> bool:
    """True for somebody whom the first paragraph alone describes, not kept unnamed: "a harbour pilot has said"."""
    said = source.descriptor or ""
    first = text.find("\n", len(text) - len(text.lstrip()))
    inside = bool(source.mentions) and all(m.end <= (first if first > 0 else len(text)) for m in source.mentions)
    plain_one = not source.name and source.kind == "person" and source.count == (1, 1) and not source.anonymity_reason
    return (
        plain_one and inside and head_of(said) not in _ANYBODY and not re.search(r"\bofficial|\bspokes|\bmember", said)
    )


def _by_office(source: Source, people: Sequence[Source]) -> Source | None:
    """The one named person of the article whose role is what the description says."""
    office = _office(source.descriptor or "")
    holders = [p for p in people if p.role and office and _fits(office, content(p.role), strict=True)]
    return holders[0] if len(holders) == 1 else None


def _near(source: Source, text: str, places: Sequence[tuple[int, str]], people: Mapping[str, Source]) -> Source | None:
    """The named person next to the description: first named after it, in its paragraph or the next one, where it is
    not used again; or the only one named before it in its paragraph.
    """
    first, last = min(m.start for m in source.mentions), max(m.end for m in source.mentions)
    start = text.rfind("\n", 0, first) + 1
    office = _office(source.descriptor or "")
    before = {i for at, i in places if start <= at < first}
    if len(before) == 1 and re.fullmatch(r"the\s+[\w’'-]+", source.descriptor or "", re.I):
        named = people[before.pop()]
        return named if _fits(office, content(named.role or "")) else None
    known = {i for at, i in places if at < first}
    after = [(at, i) for at, i in places if at > first and i not in known]
    if not after or after[0][0] < last:
        return None
    paragraphs = len(re.findall(r"\n+", text[first : after[0][0]]))
    named = people[after[0][1]]
    return (
        named if paragraphs <= 1 and _speaks(named, after[0][0]) and _fits(office, content(named.role or "")) else None
    )


def _speaks(named: Source, at: int) -> bool:
    """True where the reading has the name there as a mention of a source."""
    return any(m.start <= at < m.end for m in named.mentions)


def _office(said: str) -> frozenset[str]:
    bare = re.sub(r"^(?:the|its|their|his|her|our)\s+", "", said, flags=re.I)
    bare = re.sub(r"^(?:[\w’-]+\s+){0,3}?[\w]+[’']s?\s+", "", bare)
    return content(re.split(r"\s+(?:of|for|at|in|who|which|that)\b|,", bare)[0])


def _fits(office: frozenset[str], role: frozenset[str], strict: bool = False) -> bool:
    """True where nothing in the role of the named one contradicts the description; `strict`: where it says the same."""
    role -= _titles()
    same = bool(office) and (office <= role or bool(office & _heads() and role & _heads()))
    if same or strict:
        return same
    return not role or not (office & _roles()) or bool(office & role)


@cache
def _heads() -> frozenset[str]:
    return content(_HEADS)


@cache
def _titles() -> frozenset[str]:
    return frozenset(stem for title in words("titles.txt") for stem in content(title))


@cache
def _roles() -> frozenset[str]:
    return frozenset(stem for role in words("roles.txt") for stem in content(plain(role)))
