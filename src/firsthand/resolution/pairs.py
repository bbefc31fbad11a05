"""Owns the question of GAP: which of two given names a pronoun means. It uses the same weighing as reading does."""

from firsthand.language.words import column, plain
from firsthand.model import Antecedent, Article, Span
from firsthand.resolution.clusters import named_entities
from firsthand.resolution.entities import Entity, Register
from firsthand.resolution.layout import lay_out
from firsthand.resolution.pronouns import Pronoun, who
from firsthand.resolution.state import begin


def two_names(
    text: str, pronoun: Span, a: Span, b: Span, *, antecedents: tuple[Antecedent, ...] = ()
) -> tuple[bool, bool]:
    """Whether the pronoun means the name at `a`, and whether that at `b`; (False, False) where neither or not known.

    `antecedents` are the encoder's clues, if there are any.
    """
    layout = lay_out(Article(key="pair", text=text))
    register = named_entities(layout, ())
    first, second = _entity(register, text, a), _entity(register, text, b)
    state = begin(layout, (), antecedents, register)
    gender = column("pronouns.tsv", 3).get(plain(pronoun.of(text)))
    choice = who(state, Pronoun(span=pronoun, gender=gender, among=frozenset((first.key, second.key))))
    if choice.entity is None:
        return False, False
    return choice.entity is first, choice.entity is second


def _entity(register: Register, text: str, span: Span) -> Entity:
    """The entity whose name stands at `span`, registered if the finder of names has missed it; a person at any rate."""
    found = register.at(span)
    if found is None:
        found = register.new("person", name=span.of(text), sure=True)
        found.add(span)
        found.forms.add(plain(span.of(text)))
    found.kind = "person"
    return found
