"""Owns a reader that needs no encoder, and a process that adds with it: for tests of what adding does around reading.

`python quick.py LEDGER SECONDS FOLDER…` adds the folders, taking SECONDS over each article.
"""

import re
import sys
import time
from dataclasses import dataclass, field
from types import SimpleNamespace

from firsthand.model import Article, Basis, Reading, Source, Span, Statement

SAID = re.compile(r"(?P<what>[^.\n]+), (?P<who>[A-Z]\w+ [A-Z]\w+|an official) said\.")


@dataclass(frozen=True, kw_only=True)
class QuickReader:
    """Reads sentences of the form "…, First Last said." and nothing else."""

    seconds: float = 0.0
    encoder: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(version="quick-1", card={"version": "quick-1"})
    )

    def read(self, article: Article) -> Reading:
        """The statements of an article, as far as they have that form."""
        time.sleep(self.seconds)
        sources: dict[str, Source] = {}
        statements = []
        for n, match in enumerate(SAID.finditer(article.text), start=1):
            who = match["who"]
            named = who != "an official"
            key = who if named else f"{who} {n}"
            if key not in sources:
                id = f"s{len(sources) + 1}"
                sources[key] = Source(
                    id=id,
                    kind="person",
                    name=who if named else None,
                    descriptor=None if named else who,
                    anonymous=not named,
                    mentions=(Span(*match.span("who")),),
                )
            statements.append(
                Statement(
                    id=f"a{n}",
                    quotation="indirect",
                    content_spans=(
                        Span(match.start("what") + len(match["what"]) - len(match["what"].lstrip()), match.end("what")),
                    ),
                    cue_span=Span(match.end() - 5, match.end() - 1),
                    source_span=Span(*match.span("who")),
                    source=sources[key].id,
                    stated_chain=(sources[key].id,),
                    confidence=0.9,
                    producer="quick-1",
                )
            )
        basis = Basis(named=tuple(s.id for s in sources.values() if not s.anonymous))
        return Reading(article=article, sources=tuple(sources.values()), statements=tuple(statements), basis=basis)


def write_articles(folder, count: int, *, start: int = 0) -> None:
    """`count` small articles, every tenth nearly a copy of the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(start, start + count):
        seed = n - 1 if n % 10 == 9 else n
        body = " ".join(
            f"Item {seed} of {i} was heard, Person{'ABCDEFGH'[i]} Name{'KLMNOPQRST'[seed % 10]} said." for i in range(8)
        )
        text = f"Story {seed}\n\n{body} It is so {seed}, an official said.\n" + ("And more.\n" if seed != n else "")
        (folder / f"story-{n:04}.txt").write_text(text, encoding="utf-8")


def main() -> None:
    """Adds folders to a ledger."""
    from firsthand.ledger import open_ledger
    from firsthand.pipeline.adding import Adder

    place, seconds, *folders = sys.argv[1:]
    with open_ledger(place) as ledger:
        adder = Adder(ledger=ledger, load=lambda: QuickReader(seconds=float(seconds)))
        bad = [o for o in adder.add(folders) if o.what not in ("added", "held")]
    for outcome in bad:
        print(outcome)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
