"""Owns the list of news outlets: which one a name or an address is of. Facts only; it rates nobody, guesses nothing.

The list is `data/outlets.csv`; a user's own of the same columns (`name,domains,country,aliases`, lists parted by "|")
is read by `read_outlets` and handed to `load_outlets`, where it wins over the bundled one.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from tld import get_fld

from firsthand.errors import InvalidValue, NotFound, NotReadable
from firsthand.language.words import plain, words

COLUMNS = ("name", "domains", "country", "aliases")
"""The columns of a list of outlets, in the order in which they are written."""

MAX_NAME = 200
"""Characters: what is longer is no name of an outlet."""

MAX_BYTES = 20_000_000
"""A user's list of more bytes than that is refused."""

_HOST = re.compile(r"[^\s/@:?#\[\]]+\.[^\s/@:?#\[\]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet of news. `domains` are host names, lower case, without "www."; a subdomain may stand for itself
    ("news.sky.com"). `country` is ISO 3166 alpha-2, or None where it is international or not known.

    Raises InvalidValue for an empty name, a domain that is no host name, or a country that ISO does not have.
    """

    name: str
    domains: tuple[str, ...] = ()
    country: str | None = None
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not outlet_key(self.name):
            raise InvalidValue(f"an outlet needs a name of 1 to {MAX_NAME} characters with a letter, not {self.name!r}")
        for domain in self.domains:
            if domain != domain.lower() or not _HOST.fullmatch(domain) or domain.startswith("www."):
                raise InvalidValue(f"a domain is a host name like example.org, lower case, not {domain!r}")
        if self.country is not None and self.country not in _country_codes():
            raise InvalidValue(f"a country is an ISO 3166 code of two capitals like GB, not {self.country!r}")

    @property
    def key(self) -> str:
        """`outlet_key` of its name: unique in a list."""
        return outlet_key(self.name)


def outlet_key(name: str) -> str:
    """A name folded to compare by: no case, accents, punctuation or leading "the". "" where nothing is left, or where
    it is longer than MAX_NAME.

    >>> outlet_key("The Hill"), outlet_key("L.A. Times"), outlet_key("El País")
    ('hill', 'la times', 'el pais')
    """
    if len(name) > MAX_NAME:
        return ""
    bare = plain(unicodedata.normalize("NFKC", name)).replace("'", "").replace("&", " and ")
    tokens = re.findall(r"[^\W_]+", bare)
    out: list[str] = []
    for i, token in enumerate(tokens):
        # Letters written apart by full stops are one word: "A.F.P.".
        if i and len(token) == len(tokens[i - 1]) == 1 and token.isalpha() and tokens[i - 1].isalpha():
            out[-1] += token
        else:
            out.append(token)
    return " ".join(out[1:] if len(out) > 1 and out[0] == "the" else out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """A list of outlets with its indexes; build it with `load_outlets`. `names` and `domains` point at one outlet
    each, `aliases` at all that go by that alias; `own` has the names and aliases of the user's own list.
    """

    outlets: tuple[Outlet, ...]
    names: Mapping[str, Outlet]
    aliases: Mapping[str, tuple[Outlet, ...]]
    domains: Mapping[str, Outlet]
    own: Mapping[str, tuple[Outlet, ...]]

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self.outlets)

    def __len__(self) -> int:
        return len(self.outlets)

    def by_name(self, name: str, *, country: str | None = None) -> Outlet | None:
        """The outlet of that name or alias; None where no outlet or more than one goes by it.

        The user's list decides first, then the only outlet of that name in `country` (where the article that uses the
        name was published, say), then a full name, then an alias of one outlet alone that is more than a word of many
        titles ("the Gazette"). A small noun at the end is passed over ("the Guardian newspaper"), and a name that is a
        host name is looked up as one.
        """
        name = name[: MAX_NAME + 1]
        found = self._known(outlet_key(name), country)
        if found is None and (shorter := _without_noun(name)):
            found = self._known(outlet_key(shorter), country)
        host = name.strip().lower()
        return found or (self.by_url(host) if not self.ambiguous(name) and _HOST.fullmatch(host) else None)

    def ambiguous(self, name: str) -> tuple[Outlet, ...]:
        """All outlets that go by `name` where they are more than one, in the order of the list; else none."""
        key = outlet_key(name)
        found = dict.fromkeys((*self.aliases.get(key, ()), *((self.names[key],) if key in self.names else ())))
        return tuple(found) if len(found) > 1 else ()

    def by_url(self, url: str) -> Outlet | None:
        """The outlet of that address, or of a bare host name; None where it is not listed or not an address.

        The longest listed end of the host decides ("news.sky.com" before "sky.com"), down to the registrable domain
        ("bbc.co.uk", by the public suffix list) and never to a public suffix itself.
        """
        host = host_of(url)
        if host is None:
            return None
        last = _registrable(host)
        labels = host.split(".")
        for i in range(len(labels) - 1):
            end = ".".join(labels[i:])
            if end in self.domains:
                return self.domains[end]
            if end == last:
                return None
        return None

    def of_page(self, url: str | None, name: str | None) -> Outlet | None:
        """The outlet of a page at `url` that calls itself `name`; None where it is not listed.

        The address decides. A page elsewhere than at the listed outlet's domains is not that outlet's for having an
        alias of it: "the SPA" of spa.example is no Saudi Press Agency.
        """
        found = self.by_url(url) if url else None
        if found is not None or not name:
            return found
        found = self.by_name(name)
        elsewhere = found is not None and bool(found.domains) and url is not None and host_of(url) is not None
        if found is not None and elsewhere and outlet_key(name) not in self.own and outlet_key(name) != found.key:
            return None
        return found

    def _known(self, key: str, country: str | None) -> Outlet | None:
        if not key:
            return None
        everyone = self.aliases.get(key, ()) + ((self.names[key],) if key in self.names else ())
        there = {o for o in everyone if country is not None and o.country == country.upper()}
        mine = set(self.own.get(key, ()))
        for group in (mine, mine & there, there):
            if len(group) == 1:
                return next(iter(group))
        if mine or key in words("outlet_nouns.txt"):
            return None
        if key in self.names:
            return self.names[key]
        # One listed "Gazette" is not the only one there is.
        return everyone[0] if len(set(everyone)) == 1 and key not in words("outlet_words.txt") else None


def host_of(url: str) -> str | None:
    """The host of an http(s) address or of a bare host name: lower case, ASCII form, without "www." and port.

    >>> host_of("https://www.Example.org:8080/a"), host_of("example.org"), host_of("not an address")
    ('example.org', 'example.org', None)
    """
    rest = re.sub(r"^(?:https?:)?//", "", url.strip()[:3000], flags=re.I)
    if rest == url.strip()[:3000] and re.match(
        r"[a-z][a-z0-9+.-]*:(?!\d)", rest, re.I
    ):  # another scheme: "mailto:", "ftp:"
        return None
    host = re.split(r"[/?#\\]", rest, maxsplit=1)[0].rsplit("@", 1)[-1]
    host = re.sub(r":\d*$", "", host).rstrip(".")
    if not _HOST.fullmatch(host) or len(host) > 253:
        return None
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return None
    return host.lower().removeprefix("www.")


def _registrable(host: str) -> str | None:
    return get_fld(f"https://{host}/", fail_silently=True)


def _without_noun(name: str) -> str:
    """`name` without the small noun at its end ("newspaper", "news agency"), "" where it has none."""
    tokens = name.split()
    for n in (2, 1):
        if len(tokens) > n and (tail := " ".join(tokens[-n:])) == tail.lower() and tail in words("outlet_nouns.txt"):
            return " ".join(tokens[:-n])
    return ""


def load_outlets(extra: Iterable[Outlet] = ()) -> Outlets:
    """The bundled outlets and `extra`, which win: one of the same name takes the bundled one's place, and a domain or
    alias of theirs is theirs.

    Raises InvalidValue where two of `extra` share a name or a domain.
    """
    return _loaded(tuple(extra))


@lru_cache(maxsize=8)
def _loaded(mine: tuple[Outlet, ...]) -> Outlets:
    _refuse_twice(mine)
    replaced = {o.key for o in mine}
    every = (*mine, *(o for o in _bundled() if o.key not in replaced))
    names = {o.key: o for o in every}
    aliases: dict[str, tuple[Outlet, ...]] = {}
    own: dict[str, tuple[Outlet, ...]] = {}
    domains: dict[str, Outlet] = {}
    for outlet in every:
        for key in dict.fromkeys(outlet_key(a) for a in outlet.aliases):
            if key and key != outlet.key:
                aliases[key] = (*aliases.get(key, ()), outlet)
        for domain in outlet.domains:
            domains.setdefault(domain, outlet)
    for outlet in mine:
        for key in dict.fromkeys((outlet.key, *(outlet_key(a) for a in outlet.aliases))):
            own[key] = (*own.get(key, ()), outlet)
    return Outlets(
        outlets=every,
        names=MappingProxyType(names),
        aliases=MappingProxyType(aliases),
        domains=MappingProxyType(domains),
        own=MappingProxyType(own),
    )


def _refuse_twice(outlets: tuple[Outlet, ...]) -> None:
    keys: dict[str, str] = {}
    for outlet in outlets:
        for key, what in ((outlet.key, "name"), *((d, "domain") for d in outlet.domains)):
            if f"{what} {key}" in keys:
                raise InvalidValue(
                    f"two outlets of the list share the {what} {key!r}: {keys[f'{what} {key}']!r} and {outlet.name!r}; "
                    "leave it to one of them (a name that several go by is an alias of each)"
                )
            keys[f"{what} {key}"] = outlet.name


@cache
def _bundled() -> tuple[Outlet, ...]:
    text = resources.files("firsthand.language").joinpath("data", "outlets.csv").read_text(encoding="utf-8")
    return outlets_of_csv(text, what="the bundled list of outlets")


def read_outlets(path: Path) -> tuple[Outlet, ...]:
    """The outlets of a user's CSV file (UTF-8) with the columns name, domains, country, aliases.

    Raises NotFound where there is no such file, and NotReadable with the lines that are wrong, each with what was
    found and what was expected.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as e:
        raise NotFound(f"there is no list of outlets at {path}") from e
    except OSError as e:
        raise NotReadable(f"the list of outlets {path} cannot be read: {e.strerror}") from e
    if len(data) > MAX_BYTES:
        raise NotReadable(f"the list of outlets {path} has more than {MAX_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise NotReadable(f"the list of outlets {path} is not UTF-8 (at byte {e.start:,}): save it as UTF-8") from e
    return outlets_of_csv(text, what=str(path))


def outlets_of_csv(text: str, *, what: str) -> tuple[Outlet, ...]:
    """The outlets of a CSV text; lines that are empty or begin with "#" are passed over. `what` names it in messages.

    Raises NotReadable that names every wrong line (the first five in full).
    """
    # A comment keeps its line, so that the numbers in messages are those of the file.
    lines = ["" if line.lstrip().startswith("#") else line for line in text.splitlines()]
    rows = csv.reader(io.StringIO("\n".join(lines)), strict=True)
    found: dict[str, Outlet] = {}
    wrong: list[str] = []
    try:
        columns = _columns(next((row for row in rows if row), []), what)
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            try:
                outlet = _outlet(row, columns)
                if outlet.key in found:
                    raise InvalidValue(f"the name {outlet.name!r} stands in the list twice; join the two lines")
                found[outlet.key] = outlet
            except InvalidValue as e:
                wrong.append(f"line {rows.line_num}: {e}")
    except csv.Error as e:
        wrong.append(f"line {rows.line_num}: not CSV ({e})")
    if wrong:
        more = f"; and {len(wrong) - 5:,} more" if len(wrong) > 5 else ""
        raise NotReadable(f"{what} cannot be read as a list of outlets: {'; '.join(wrong[:5])}{more}")
    return tuple(found.values())


def _columns(header: list[str], what: str) -> dict[str, int]:
    columns = {name.strip().lower(): i for i, name in enumerate(header)}
    if "name" not in columns:
        given = ", ".join(repr(h[:40]) for h in header[:6]) or "nothing"
        raise NotReadable(f"{what} has no column 'name': its first line is {given}; begin with {','.join(COLUMNS)}")
    return columns


def _outlet(row: list[str], columns: dict[str, int]) -> Outlet:
    if len(row) > len(columns):
        raise InvalidValue(f"{len(row)} cells, but {len(columns)} columns; put a cell with a comma in quotation marks")
    cells = {name: row[i].strip() if i < len(row) else "" for name, i in columns.items()}
    domains = (d.lower().removeprefix("www.") for d in _list(cells.get("domains", "")))
    return Outlet(
        name=cells["name"],
        domains=tuple(dict.fromkeys(domains)),
        country=cells.get("country", "").upper() or None,
        aliases=_list(cells.get("aliases", "")),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (p.strip() for p in cell.split("|")) if part)


@cache
def _country_codes() -> frozenset[str]:
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(c for c in codes if len(c) == 2 and c.isalpha() and c not in ("ZZ", "XA", "XB"))
