"""The rules with a ledger beside the draft: quotations worded otherwise before, claims that nobody named tells."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from firsthand.desk.checking import check, check_reading
from firsthand.errors import NotFound, NotReadable
from firsthand.house import read_rules
from firsthand.ledger import Ledger, open_ledger
from firsthand.model import Article, Failure, Reading, Span
from firsthand.pipeline.house import checked

sys.path.append(str(Path(__file__).parent))
from quick import QuickReader
from told import Told, add

QUOTED = re.compile(r"“[^”]+”")


@dataclass(frozen=True, kw_only=True)
class Quoting(QuickReader):
    """The quick reader; what stands in marks is a direct quotation."""

    def read(self, article: Article) -> Reading:
        read = super().read(article)
        statements = []
        for s in read.statements:
            content = s.content_spans[0]
            quoted = QUOTED.search(article.text, max(0, content.start - 1), content.end + 1)
            if quoted is not None:
                s = replace(s, quotation="direct", content_spans=(Span(*quoted.span()),))
            statements.append(s)
        return replace(read, statements=tuple(statements))


def kept(ledger: Ledger, texts: Iterable[Told], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("told.QuickReader", Quoting)
    add(ledger, list(texts))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        kept(
            opened,
            [
                Told(
                    key="post-1",
                    outlet="Stellin Post",
                    published="2031-05-03T08:00:00Z",
                    text="“We will never sell the old pier to anyone”, Mara Quist said.",
                ),
                Told(
                    key="echo-1",
                    outlet="Morning Echo",
                    published="2031-05-04T08:00:00Z",
                    text="The old pier of Stellin had been secretly promised to a casino, an official said.",
                ),
            ],
            monkeypatch,
        )
        yield opened


def draft(text: str) -> Reading:
    return Quoting().read(Article(key="draft", text=text))


@pytest.mark.parametrize(
    ("quoted", "differs"),
    [
        ("We will not sell the old pier to anyone", True),
        ("We will never sell the old pier to anyone", False),
        ("never sell the old pier to anyone", False),
        ("The night trains are full again this year", False),
        ("old pier", False),
    ],
)
def test_a_quotation_worded_otherwise_before(ledger: Ledger, quoted: str, differs: bool) -> None:
    found = checked(draft(f"“{quoted}”, Mara Quist said."), None, ledger)
    rules = [f for f in found if f.rule == "quotation-differs"]
    assert bool(rules) is differs
    if differs:
        assert rules[0].earlier[0].outlet == "Stellin Post"
        assert "We will never sell the old pier to anyone" in rules[0].message


def test_nobody_named_tells_it_in_the_ledger(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The pier of Stellin had been promised to a casino, an official said."
    rule = "ledger-has-no-named-source"
    [found] = [f for f in checked(draft(text), None, ledger) if f.rule == rule]
    assert found.earlier[0].outlet == "Morning Echo"
    assert "1 stored article has this from unnamed sources too" in found.message
    off = read_rules(f"[rules.{rule}]\non = false")
    assert rule not in [f.rule for f in checked(draft(text), off, ledger)]
    named = "The pier of Stellin had been promised to a casino, Bo Marsh said."
    kept(ledger, [Told(key="echo-2", outlet="Echo", published="2031-05-05T08:00:00Z", text=named)], monkeypatch)
    assert rule not in [f.rule for f in checked(draft(text), None, ledger)]


def test_from_python(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A day\n\nGunnar Brask pocketed the money.\n", encoding="utf-8")
    rules = tmp_path / "house.toml"
    rules.write_text("[rules.accusation-without-source]\nseverity = 'note'\n", encoding="utf-8")
    article = Article(key="b", text="It rained.", url="https://example.org/b")
    first, gone, last = check(
        [tmp_path / "a.txt", tmp_path / "none.txt", article], rules=rules, ledger=ledger, reader=Quoting
    )
    assert not isinstance(first, Failure)
    assert [(f.rule, f.severity) for f in first.findings] == [
        ("accusation-without-reply", "error"),
        ("accusation-without-source", "note"),
    ]
    assert isinstance(gone, Failure)
    assert not isinstance(last, Failure)
    assert (last.place, last.findings) == ("https://example.org/b", ())
    assert check_reading(last.reading).place == "https://example.org/b"
    with pytest.raises(NotFound, match="no rules at"):
        check("a.txt", rules=tmp_path / "none.toml")
    rules.write_text("[x]", encoding="utf-8")
    with pytest.raises(NotReadable, match=r"house\.toml, line 1"):
        check("a.txt", rules=rules)
