"""Owns readings as brat standoff in the form of PolNeAR: text-bound annotations and flat Attribution events.

Events are the outermost statements, a continued quotation joined to the statement that it goes on from, as PolNeAR's
guidelines have it. Nested statements are kept beside them, as relations, so that the events can be scored as they are.
It writes no file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from firsthand.model import Article, Reading, Span, Statement

CONFIGURATION = """\
[entities]
Source
Cue
Content
Discard

[relations]
SourceOf\tArg1:Source, Arg2:Content
CueOf\tArg1:Cue, Arg2:Content
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]
Attribution\tSource*:Source, Cue*:Cue, Content*:Content
Attribution-no-source\tCue*:Cue, Content*:Content

[attributes]
"""
"""The annotation.conf that brat needs beside the files."""


@dataclass(slots=True)
class _Standoff:
    """Gathers lines and gives out their numbers."""

    article: Article
    bound: dict[tuple[str, tuple[Span, ...]], str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    events: int = 0
    relations: int = 0

    def mark(self, kind: str, spans: tuple[Span, ...]) -> str | None:
        """The id of the annotation of that kind over `spans`, made where it is not there yet."""
        pieces = tuple(p for s in spans for p in _lines_of(self.article.text, s))
        if not pieces:
            return None
        if (kind, pieces) not in self.bound:
            name = f"T{len(self.bound) + 1}"
            self.bound[kind, pieces] = name
            places = ";".join(f"{p.start} {p.end}" for p in pieces)
            words = " ".join(reference(p.of(self.article.text)) for p in pieces)
            self.lines.append(f"{name}\t{kind} {places}\t{words}")
        return self.bound[kind, pieces]

    def event(self, kind: str, trigger: tuple[Span, ...], roles: list[tuple[str, str]]) -> None:
        named = self.mark(kind, trigger)
        self.events += 1
        told = " ".join(f"{role}:{name}" for role, name in _numbered(roles))
        self.lines.append(f"E{self.events}\t{kind}:{named} {told}")

    def relation(self, kind: str, first: str, second: str) -> None:
        self.relations += 1
        self.lines.append(f"R{self.relations}\t{kind} Arg1:{first} Arg2:{second}")


def standoff(reading: Reading) -> str:
    """The .ann file of `reading`; offsets are code points of `article.text`, spans are cut at line ends for brat."""
    out = _Standoff(reading.article)
    for statements in _joined(reading):
        _outermost(out, statements)
    for statement in reading.statements:
        if statement.parent is not None:
            _nested(out, statement)
    return "".join(f"{line}\n" for line in out.lines)


def _outermost(out: _Standoff, statements: list[Statement]) -> None:
    head = statements[0]
    sources = _once(s.source_span for s in statements)
    cues = _once(s.cue_span for s in statements)
    content = tuple(sorted(p for s in statements for p in s.content_spans))
    roles = [("Source", out.mark("Source", (s,))) for s in sources]
    roles += [("Cue", out.mark("Cue", (c,))) for c in cues]
    roles += [("Content", out.mark("Content", _apart(content)))]
    kind = "Attribution" if sources else "Attribution-no-source"
    # An event needs words to sit on: where there is no cue, its source's, else the first of the content.
    out.event(kind, cues[:1] or sources[:1] or head.content_spans[:1], [(r, t) for r, t in roles if t is not None])


def _nested(out: _Standoff, statement: Statement) -> None:
    content = out.mark("Content", statement.content_spans)
    for kind, span in (("Source", statement.source_span), ("Cue", statement.cue_span)):
        name = out.mark(kind, (span,)) if span is not None else None
        if name is not None and content is not None:
            out.relation(f"{kind}Of", name, content)


def _joined(reading: Reading) -> list[list[Statement]]:
    """The outermost statements, each with those that go on from it."""
    top = {s.id: s for s in reading.statements if s.parent is None}
    groups: dict[str, list[Statement]] = {}
    for s in top.values():
        at, seen = s, {s.id}
        while at.continues in top and at.continues not in seen:
            at = top[at.continues]
            seen.add(at.id)
        groups.setdefault(at.id, []).append(s)
    return [sorted(g, key=lambda s: (s.id != head, s.content_spans)) for head, g in groups.items()]


def _once(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(s for s in spans if s is not None))


def _apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Sorted spans with those that overlap made one."""
    out: list[Span] = []
    for span in spans:
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def _lines_of(text: str, span: Span) -> list[Span]:
    """`span` cut at line ends, the blanks beside them left out."""
    out, at = [], span.start
    for part in span.of(text).split("\n"):
        words = part.strip() if "\n" in span.of(text) else part
        if words:
            start = at + part.index(words)
            out.append(Span(start, start + len(words)))
        at += len(part) + 1
    return out


def _numbered(roles: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A role that comes again is numbered, as brat does: Source, Source2."""
    seen: dict[str, int] = {}
    out = []
    for role, name in roles:
        seen[role] = seen.get(role, 0) + 1
        out.append((role if seen[role] == 1 else f"{role}{seen[role]}", name))
    return out


def reference(text: str) -> str:
    """Reference text of an annotation: nothing in it may end the line or the field; its length stays."""
    return "".join(" " if c.isspace() else "\ufffd" if c < " " or "\ud800" <= c <= "\udfff" else c for c in text)
