"""Owns what a question's form narrows by: the query of an address as filters, and the choices that are offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from firsthand.desk.asking import Narrowed
from firsthand.model import Certainty, KnowledgeKind, Quotation, SourceKind, Stance

_NAMES = (
    "source",
    "outlet",
    "byline",
    "section",
    "kind",
    "quotation",
    "stance",
    "certainty",
    "knowledge",
    "first",
    "last",
)
_ANY = (("", "any"),)
CHOICES = {
    name: (*_ANY, *((word, word) for word in get_args(of)))
    for name, of in (
        ("kind", SourceKind),
        ("quotation", Quotation),
        ("stance", Stance),
        ("certainty", Certainty),
        ("knowledge", KnowledgeKind),
    )
}
LONGEST = 400
"""Characters of one field that are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a form asked: `narrowed` for `desk`, `fields` as they were sent."""

    narrowed: Narrowed
    fields: Mapping[str, str]

    @property
    def any(self) -> bool:
        """True where anything narrows it."""
        return bool(self.narrowed)


def asked(query: Mapping[str, str]) -> Asked:
    """The filters in an address's query; empty fields narrow nothing."""
    fields = {name: query.get(name, "").strip()[:LONGEST] for name in (*_NAMES, "unnamed")}
    narrowed: Narrowed = {name: value for name in _NAMES if (value := fields[name])}  # type: ignore[assignment]
    if fields["unnamed"] in ("yes", "no"):
        narrowed["unnamed"] = fields["unnamed"] == "yes"
    return Asked(narrowed=narrowed, fields=fields)
