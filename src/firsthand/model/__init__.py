"""Owns the values that every stage takes and gives: frozen, slotted, standard library only. It does no work."""

from firsthand.model.article import Article, Failure, digest
from firsthand.model.capture import Capture, CaptureNote, Taken
from firsthand.model.reading import Reading
from firsthand.model.span import Span, hull
from firsthand.model.statement import (
    Antecedent,
    Attribution,
    Basis,
    Certainty,
    Count,
    Hedge,
    KindGuess,
    Knowledge,
    KnowledgeKind,
    Quotation,
    Source,
    SourceKind,
    Stance,
    Statement,
)

__all__ = [
    "Antecedent",
    "Article",
    "Attribution",
    "Basis",
    "Capture",
    "CaptureNote",
    "Certainty",
    "Count",
    "Failure",
    "Hedge",
    "KindGuess",
    "Knowledge",
    "KnowledgeKind",
    "Quotation",
    "Reading",
    "Source",
    "SourceKind",
    "Span",
    "Stance",
    "Statement",
    "Taken",
    "digest",
    "hull",
]
