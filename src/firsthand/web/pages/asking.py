"""Owns what a question's form narrows by: the query of an address as filters, and the choices that are offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from markupsafe import Markup

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
_CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "unnamed": (*_ANY, ("no", "named"), ("yes", "unnamed")),
    **{
        name: (*_ANY, *((word, word) for word in get_args(of)))
        for name, of in (
            ("kind", SourceKind),
            ("quotation", Quotation),
            ("stance", Stance),
            ("certainty", Certainty),
            ("knowledge", KnowledgeKind),
        )
    },
}
LONGEST = 400
"""Characters of one field that are taken."""


def options(name: str, value: str | None) -> Markup:
    """The options of the field `name`, with `value` chosen where it is one of them."""
    return _options(name, value if value in dict(_CHOICES[name]) else "")


@cache
def _options(name: str, chosen: str | None) -> Markup:
    chosen_mark = {True: Markup(" selected"), False: ""}
    one = Markup('<option value="{}"{}>{}</option>')
    given = _CHOICES[name]
    return Markup("").join(one.format(key, chosen_mark[key == chosen], said) for key, said in given)


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
