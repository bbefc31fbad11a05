"""Owns the spaCy component that puts a reading on a `Doc`: `nlp.add_pipe("firsthand")`. It neither tags nor parses.

Needs the extra `spacy`. Importing this module registers the component's name with spaCy; spaCy does it by itself where
firsthand is installed, by its entry point, when a pipeline asks for the name. The extensions ``Doc._.firsthand`` (the
`Reading`) and ``Doc._.statements`` are set when the component is made.

>>> nlp = spacy.blank("en"); _ = nlp.add_pipe("firsthand")                                # doctest: +SKIP
>>> for said in nlp(text)._.statements: print(said.chain, "|", said.contents)             # doctest: +SKIP
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as Tokens

from firsthand.errors import FirsthandError, NotReadable
from firsthand.model import Article, Certainty, Failure, Quotation, Reading, Span, Stance, Statement, wire
from firsthand.pipeline import Reader
from firsthand.render.naming import chain_words, label, links
from firsthand.render.records import json_line

GROUP = "firsthand"
"""Name of the component, of its group of spans in ``doc.spans``, and of its record in ``doc.user_data``."""


class Reads(Protocol):
    """Anything that reads an article: a `firsthand.pipeline.Reader`, or a stand-in."""

    def read(self, article: Article) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement as spans of a `Doc`. Spans are drawn out to whole tokens; `statement` has the exact offsets.

    `source` is how the source is called ("an official (unnamed)"), None where it is not known; `chain` the sources on
    the way, nearest the fact first; `source_span` the words beside the cue that name the source.
    """

    id: str
    contents: tuple[Tokens, ...]
    cue: Tokens | None
    source_span: Tokens | None
    source: str | None
    chain: str
    quotation: Quotation
    stance: Stance
    certainty: Certainty
    confidence: float
    parent: str | None
    statement: Statement


class Component:
    """Reads every `Doc` that passes with one reader, and leaves its tokens, entities and other annotations alone."""

    def __init__(self, reader: Reads) -> None:
        self.reader = reader
        extend()

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with its reading. Raises what the reader raises (`FirsthandError`)."""
        return put(doc, self.reader.read(article_of(doc)))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """The same documents in order, each with its reading; one that cannot be read goes on without, and
        ``doc.user_data["firsthand"]`` is then the record of the failure.

        `batch_size` is spaCy's and changes nothing: articles are read one by one.
        """
        for doc in docs:
            article = article_of(doc)
            try:
                put(doc, self.reader.read(article))
            except FirsthandError as error:
                doc.user_data[GROUP] = json_line(Failure(key=article.key, kind=error.kind, message=str(error)))
            yield doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes nothing: the encoder comes with firsthand, or from the folder that the config names."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Component":
        """The component as it is."""
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Nothing, as in `to_disk`."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "Component":
        """The component as it is."""
        return self


def make(nlp: Language, name: str, encoder: str | None, threads: int) -> Component:
    """The component for ``nlp.add_pipe("firsthand", config={"encoder": FOLDER, "threads": 1})``.

    `encoder` is a folder with the encoder's files, None for the one that ships. Raises ModelError where it lacks files.
    """
    return Component(Reader.load(encoder, threads=threads))


Language.factory(GROUP, default_config={"encoder": None, "threads": 1}, func=make)


def extend() -> None:
    """Sets ``Doc._.firsthand`` and ``Doc._.statements``; a second call changes nothing.

    Both are worked out from what is kept in the `Doc`, so that they are there again after `Doc.from_bytes`.
    """
    for name, getter in (("firsthand", reading_of), ("statements", statements_of)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter)


def article_of(doc: Doc) -> Article:
    """The text of `doc` as an article. A dict ``doc.user_data["article"]`` may give key, title, outlet and the like."""
    given = dict(doc.user_data.get("article") or {})
    return Article(**{"key": "doc", **given, "text": doc.text})


def put(doc: Doc, reading: Reading) -> Doc:
    """`doc` with `reading`: its record in ``user_data["firsthand"]``, and the group of spans "firsthand".

    The group holds the contents, cues and sources of all statements, labelled CONTENT, CUE and SOURCE, each drawn out
    to whole tokens; a span's `id_` is the statement's id. Raises NotReadable where the texts differ.
    """
    if reading.article.text != doc.text:
        raise NotReadable("the reading is of another text than the doc; read doc.text itself, unaltered")
    extend()
    doc.user_data[GROUP] = json_line(reading)
    spans: list[Tokens] = []
    for s in reading.statements:
        parts = [("CONTENT", span) for span in s.content_spans] + [("CUE", s.cue_span), ("SOURCE", s.source_span)]
        spans += [found for kind, span in parts if (found := _tokens(doc, span, kind, s.id)) is not None]
    doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
    return doc


def reading_of(doc: Doc) -> Reading | None:
    """The reading kept in `doc`; None where there is none, or only a failure."""
    kept = doc.user_data.get(GROUP)
    record = None if kept is None else json.loads(kept)
    return None if record is None or wire.is_failure(record) else wire.from_json(record)


def statements_of(doc: Doc) -> tuple[Said, ...]:
    """The statements kept in `doc`, in order; worked out at each call, so keep the tuple where it is used often."""
    reading = reading_of(doc)
    return () if reading is None else tuple(_said(doc, reading, s) for s in reading.statements)


def _said(doc: Doc, reading: Reading, statement: Statement) -> Said:
    contents = (_tokens(doc, span, "CONTENT", statement.id) for span in statement.content_spans)
    return Said(
        id=statement.id,
        contents=tuple(span for span in contents if span is not None),
        cue=_tokens(doc, statement.cue_span, "CUE", statement.id),
        source_span=_tokens(doc, statement.source_span, "SOURCE", statement.id),
        source=None if statement.source is None else label(reading.source(statement.source)),
        chain=chain_words(links(reading, statement)),
        quotation=statement.quotation,
        stance=statement.stance,
        certainty=statement.certainty,
        confidence=statement.confidence,
        parent=statement.parent,
        statement=statement,
    )


def _tokens(doc: Doc, span: Span | None, kind: str, id_: str) -> Tokens | None:
    """The whole tokens that hold `span`; None where there is no span."""
    if span is None:
        return None
    return doc.char_span(span.start, span.end, label=kind, span_id=id_, alignment_mode="expand")
