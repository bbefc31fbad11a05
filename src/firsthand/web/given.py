"""Owns what a person hands in to be read: pasted words, an address, a file. It reads and fetches nothing."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from firsthand.errors import NotReadable, NotText
from firsthand.reading.addresses import parsed

SUFFIXES = frozenset(
    {".txt", ".html", ".htm", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".warc", ".warc.gz", ".warc.zst"}
    | {".rss", ".atom", ".xml", ".opml"}
)
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a person says of an article; None where nothing is said, and it goes over what the page says."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None

    def given(self) -> dict[str, str]:
        """The facts that were given, by name."""
        pairs = {name: getattr(self, name) for name in ("title", "outlet", "byline", "published", "url")}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One thing to be read: exactly one of `text`, `address` and `file` (a bare name and its bytes) is set."""

    text: str | None = None
    address: str | None = None
    file: tuple[str, bytes] | None = None
    facts: Facts = Facts()

    @property
    def shown(self) -> str:
        """What to call it in a sentence."""
        return self.address or (self.file[0] if self.file else "the pasted text")


def pasted(text: str, facts: Facts | None = None) -> Given:
    """Words that were pasted; raises NotText where there are none."""
    if not text.strip():
        raise NotText("Nothing was pasted: paste an article's text, give an address, or choose a file.")
    return Given(text=text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), facts=facts or Facts())


def addressed(address: str, facts: Facts | None = None) -> Given:
    """An address to be fetched; Refused for a path of this machine and all else that is no public http or https one.

    Its host is looked up, and checked again, where it is fetched.
    """
    bare = address.strip()
    parsed(bare)
    return Given(address=bare, facts=facts or Facts())


def uploaded(name: str | None, body: bytes, facts: Facts | None = None) -> Given:
    """A file that was sent; of its name only the last part is kept. Raises NotReadable for a suffix nobody reads."""
    bare = safe_name(name or "")
    suffix = suffix_of(bare)
    if suffix not in SUFFIXES:
        raise NotReadable(
            f"A file of the kind {suffix or 'without suffix'} is not read: give .txt, .html, .jsonl, .csv or .warc."
        )
    if not body:
        raise NotText(f"{bare} is empty: choose a file with an article in it.")
    return Given(file=(bare, body), facts=facts or Facts())


def safe_name(name: str) -> str:
    """The last part of a file's name with nothing in it that a path, a glob or a terminal would take for its own.

    >>> safe_name("../../etc/pass*wd.txt")
    'pass_wd.txt'
    """
    last = PureWindowsPath(PurePosixPath(name).name).name
    suffix = suffix_of(last)
    stem = last[: len(last) - len(suffix)]
    stem = re.sub(r"[^\w .()-]", "_", stem).strip(" .-")[:LONGEST_NAME].rstrip(" .")
    return (stem or "file") + (suffix or ".txt")


def suffix_of(name: str) -> str:
    """The suffix in lower case, with the one before it for what is compressed (``.warc.gz``)."""
    match = re.search(r"(?:\.warc)?\.[A-Za-z0-9]{1,8}\Z", name, re.IGNORECASE)
    return match[0].lower() if match else ""
