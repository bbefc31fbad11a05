"""Owns the Python door to the desk check: drafts in, findings out. It lays nothing out and keeps nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from firsthand.errors import FirsthandError, NotFound, NotReadable
from firsthand.house import Finding, Rules, default_rules, read_rules
from firsthand.ledger import Ledger
from firsthand.model import Article, Failure, Reading
from firsthand.pipeline import Reader
from firsthand.pipeline.house import checked
from firsthand.reading import ReadingOptions, take_inputs

STDIN = "standard input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One draft with what was found in it. `place` is the file or address it came from; offsets of `findings` count in
    ``reading.article.text``."""

    place: str
    reading: Reading
    findings: tuple[Finding, ...]


def check(
    inputs: str | PathLike[str] | Article | Iterable[str | PathLike[str] | Article],
    *,
    rules: str | PathLike[str] | Rules | None = None,
    ledger: Ledger | None = None,
    options: ReadingOptions | None = None,
    reader: Callable[[], Reader] | None = None,
) -> Iterator[Checked | Failure]:
    """The house's rules over drafts: files, folders, globs, addresses, or `Article` values, one after the other.

    `rules` is a file of the house's own over the rules that ship (or a `Rules` value); with `ledger` quotations and
    claims are also looked up there. The rules are read at once, drafts as they are asked for; what cannot be read is a
    `Failure`. `reader` gives the one that reads; by default one is loaded at the first draft.

    >>> for draft in firsthand.check("drafts/", rules="house.toml"):  # doctest: +SKIP
    ...     for finding in draft.findings:
    ...         print(draft.place, finding.line, finding.severity, finding.rule, finding.message)

    Raises NotFound or NotReadable for a rules file that is not there or is wrong, with its line.
    """
    chosen = rules_at(rules)
    given = [inputs] if isinstance(inputs, str | PathLike | Article) else list(inputs)
    return _checked(given, chosen, ledger, options, reader or Reader.load)


def check_reading(
    reading: Reading, *, rules: Rules | None = None, ledger: Ledger | None = None, place: str | None = None
) -> Checked:
    """The house's rules over one reading that is there already."""
    found = checked(reading, rules, ledger)
    return Checked(place=place or reading.article.url or reading.article.key, reading=reading, findings=found)


def rules_at(rules: str | PathLike[str] | Rules | None) -> Rules:
    """The rules of that file over those that ship; NotFound or NotReadable where it cannot be read."""
    if rules is None or isinstance(rules, Rules):
        return rules or default_rules()
    path = Path(rules)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"there are no rules at {path}; give a TOML file, or leave it out for the default") from error
    except OSError as error:
        raise NotReadable(f"the rules at {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise NotReadable(f"the rules at {path} are not UTF-8 text: write them as TOML") from error
    return read_rules(text, name=path.name)


def _checked(
    given: Iterable[str | PathLike[str] | Article],
    rules: Rules,
    ledger: Ledger | None,
    options: ReadingOptions | None,
    load: Callable[[], Reader],
) -> Iterator[Checked | Failure]:
    reader: Reader | None = None
    for place, article in _articles(given, options):
        if isinstance(article, Failure):
            yield article
            continue
        reader = reader or load()
        try:
            yield check_reading(reader.read(article), rules=rules, ledger=ledger, place=place)
        except FirsthandError as error:
            yield Failure(key=article.key, kind=error.kind, message=str(error))


def _articles(
    given: Iterable[str | PathLike[str] | Article], options: ReadingOptions | None
) -> Iterator[tuple[str, Article | Failure]]:
    for one in given:
        if isinstance(one, Article):
            yield one.url or one.key, one
            continue
        for taken in take_inputs([fspath(one)], options=options):
            if taken.failure is not None or taken.article is None:
                yield taken.key, taken.failure or Failure(key=taken.key, kind="not text", message="no article")
            else:
                yield _place(taken.capture.location if taken.capture else taken.key), taken.article


def _place(location: str) -> str:
    """A file's path from here where it lies below, else as it is."""
    try:
        return str(Path(location).relative_to(Path.cwd()))
    except ValueError:
        return location
