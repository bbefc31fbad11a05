"""Owns the form of a desk check, as `firsthand.render.check_records` writes it. It checks nothing."""

from typing import Any, Literal

from pydantic import Field

from firsthand.house import Severity
from firsthand.house.findings import Earlier
from firsthand.web.rest.shapes.base import Pair, Shape, Whole


class FindingHere(Shape):
    """What a rule found; lines and columns count from 1, in code points."""

    rule: str
    severity: Severity
    message: str
    span: Pair
    line: int
    column: int
    end_line: int
    end_column: int
    words: str
    evidence: list[Pair]
    earlier: list[Earlier]


class DraftHead(Shape):
    """The draft that was checked."""

    id: str
    key: str
    title: str | None
    url: str | None


class DraftChecked(Shape):
    """One draft with its findings."""

    place: str
    article: DraftHead
    findings: list[FindingHere]


class RuleHere(Shape):
    """A rule that was looked at, and where it comes from."""

    id: str
    about: str
    severity: Severity
    source: str
    address: str


class NotRead(Shape):
    """A draft that could not be read."""

    key: str
    kind: str
    message: str


class CheckAnswer(Whole):
    """What the house's rules found. No finding says nothing of whether it is right."""

    house: str
    checks: list[DraftChecked]
    failures: list[NotRead]
    counts: dict[Severity, int]
    rules: list[RuleHere]


class Sarif(Shape):
    """The same as SARIF 2.1.0, for code hosts and editors."""

    schema_: str = Field(alias="$schema")
    version: Literal["2.1.0"]
    runs: list[dict[str, Any]]
