"""Owns the finding: which rule, how grave, where, and what to do. It decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from firsthand.errors import InvalidValue
from firsthand.house.rules import Rule
from firsthand.model import Span

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the ledger has beside a finding: the statement's id, its words, the outlet and day of its article."""

    id: str
    words: str
    outlet: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found. `span` and `evidence` are in code points of the article's text; `line` and `column` (of the
    first character) and `end_line` and `end_column` (after the last) count from 1, lines as they are parted by a line
    feed. `evidence` are other places that bear on it. Raises InvalidValue for an unknown severity.
    """

    rule: str
    severity: Severity
    message: str
    span: Span
    line: int
    column: int
    end_line: int
    end_column: int
    evidence: tuple[Span, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise InvalidValue(f"a severity is one of {', '.join(SEVERITIES)}, not {self.severity!r}")


def finding(
    text: str,
    rule: Rule,
    message: str,
    span: Span,
    *,
    evidence: Sequence[Span] = (),
    earlier: Sequence[Earlier] = (),
) -> Finding:
    """The finding of `rule` at `span` of `text`, with its place worked out."""
    line, column = place(text, span.start)
    end_line, end_column = place(text, span.end)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        span=span,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        evidence=tuple(e for e in dict.fromkeys(evidence) if e != span),
        earlier=tuple(earlier),
    )


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of the offset `at`, from 1, in code points.

    >>> place("one\\ntwo", 5)
    (2, 2)
    """
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def at_or_above(found: Sequence[Finding], severity: Severity) -> tuple[Finding, ...]:
    """The findings that are as grave as `severity` or graver."""
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return tuple(f for f in found if f.severity in grave)
