"""Owns the house's rules over one draft: a reading and rules in, findings out. It opens no ledger and judges no claim.

A finding says what the draft does not tell its reader (who says so, how they know, whether the accused were asked); it
never says whether a claim is right.
"""

from firsthand.house.checks import findings
from firsthand.house.findings import SEVERITIES, Earlier, Finding, Severity, at_or_above, finding
from firsthand.house.rules import Rule, Rules, default_rules, read_rules

__all__ = [
    "SEVERITIES",
    "Earlier",
    "Finding",
    "Rule",
    "Rules",
    "Severity",
    "at_or_above",
    "default_rules",
    "finding",
    "findings",
    "read_rules",
]
