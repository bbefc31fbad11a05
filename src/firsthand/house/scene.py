"""Owns what all rules look at: a draft's sentences, who says what in it, and which words are the paper's own. It finds
no fault.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from firsthand.house.words import words
from firsthand.language import lexicons
from firsthand.language.names import Name, names
from firsthand.language.quotes import Quote, quotations
from firsthand.language.sentences import paragraphs, sentences
from firsthand.language.words import plain, singular
from firsthand.model import Reading, Source, Span, Statement, hull

FEW = 2
"""Words in quotation marks up to which they are a term, not a quotation."""
HALF = 0.5
_TOKEN = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_NO_REPORT = re.compile(
    r"\b(?:to\s+blame|(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+|also\s+)?(?:accused|blamed|charged|suspected|sued|"
    r"angered|annoyed|infuriated|irked|incensed|alarmed|dismayed|upset|enraged|frustrated|outraged|shocked|stunned)(?:\s+by)?)\b"
    r"|^(?:have|has|had|is|are|was|were|be|been|will|would|do|does|did|’ve|’s|’d|\s)+$"
)
"""Said of somebody, not by them; what they feel; no verb at all."""
_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One reading with what is worked out of it once. Offsets are code points of the article's text."""

    reading: Reading

    @cached_property
    def text(self) -> str:
        """The article's text."""
        return self.reading.article.text

    @cached_property
    def low(self) -> str:
        """The text in small letters with `’` for every apostrophe, code point for code point."""
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text).replace("'", "’")

    @cached_property
    def marks(self) -> tuple[Quote, ...]:
        """The quotations of the text."""
        return quotations(self.text)

    @cached_property
    def body(self) -> tuple[Span, ...]:
        """The sentences of the body that end like sentences, in order."""
        article = self.reading.article
        return tuple(
            s
            for s in sentences(self.text)
            if s.start >= article.body_start
            and not (article.title_span is not None and article.title_span.meets(s))
            and _ENDS.search(self.text, max(s.start, s.end - 4), s.end)
        )

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs of the text."""
        return paragraphs(self.text)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names in the text."""
        return names(self.text)

    @cached_property
    def reports(self) -> tuple[Statement, ...]:
        """Statements that tell what a known source says, in text order: none that only tells what somebody feels."""
        all_ = (s for s in self.reading.statements if s.id not in self._house_voice)
        known = (s for s in all_ if s.source is not None and self._is_report(s))
        return tuple(sorted(known, key=lambda s: hull(s.content_spans)))

    @cached_property
    def told(self) -> tuple[Statement, ...]:
        """The outermost reports of the body, and those inside what an outlet or a document says."""
        return tuple(s for s in self.reports if not self.in_title(s) and self._outermost(s))

    @cached_property
    def _house_voice(self) -> frozenset[str]:
        """What presenters and interviewers say behind a label ("HOST: …"): the outlet's own words, not a source's."""
        labelled = [(s, label) for s in self.reading.statements if (label := self._label(s))]
        hosts = [set(tokens(label)) for _, label in labelled if words().presenter.search(label.lower())]
        return frozenset(s.id for s, label in labelled if any(set(tokens(label)) <= host for host in hosts))

    def _label(self, statement: Statement) -> str:
        """The words before the colon that opens a paragraph, where they are what a statement is attributed by."""
        cue = statement.cue_span
        if cue is None or cue.of(self.text).strip() != ":":
            return ""
        paragraph = self.paragraph_at(cue.start)
        return "" if paragraph is None else self.text[paragraph.start : cue.start]

    def above(self, statement: Statement) -> Statement | None:
        """The statement around it, None where only the outlet's own people speak around it."""
        if statement.parent is None:
            return None
        parent = self.reading.statement(statement.parent)
        return self.above(parent) if parent.id in self._house_voice else parent

    def _outermost(self, statement: Statement) -> bool:
        above = self.above(statement)
        if above is None:
            return True
        source = self.source(above)
        return source is not None and source.kind in ("outlet", "document") and self._outermost(above)

    def _is_report(self, statement: Statement) -> bool:
        """False where no word of saying stands between source and content: it tells what somebody does or feels."""
        cue = statement.cue_span
        if cue is not None and _NO_REPORT.search(cue.of(self.low)):
            return False
        if cue is not None and cue.of(self.low).startswith("claim"):
            lives = words().casualties.search(self.low, cue.start, statement.content_spans[-1].end)
            if lives is not None and lives.start() < cue.end:
                return False  # "which claimed 23 lives"
        if cue is None or statement.quotation != "indirect" or self._label(statement):
            return True
        wrong = words().wrong.search(self.low, cue.start)
        if self.is_private(statement) or (wrong is not None and wrong.start() < cue.end):
            return False
        known = lexicons.load().cues.entries
        return any(m.group() in known for m in _TOKEN.finditer(cue.of(self.low)))

    def is_private(self, statement: Statement) -> bool:
        """True for "she feared that …" outside quotation marks: nobody says it, the text looks into a head."""
        if statement.cue_span is None or statement.quotation == "direct":
            return False
        return words().private.match(statement.cue_span.of(self.low)) is not None

    def source(self, statement: Statement) -> Source | None:
        """Who says it."""
        return None if statement.source is None else self.reading.source(statement.source)

    def in_title(self, statement: Statement) -> bool:
        """True where the statement stands in the title or before the body."""
        return statement.content_spans[0].start < self.reading.article.body_start

    def of(self, span: Span) -> str:
        """The words at `span`, as written."""
        return span.of(self.text)

    def sentence_at(self, at: int) -> Span | None:
        """The sentence of the body that holds the offset `at`."""
        return next((s for s in self.body if s.start <= at < s.end), None)

    def paragraph_at(self, at: int) -> Span | None:
        """The paragraph that holds the offset `at`."""
        return next((p for p in self.paragraphs if p.start <= at < p.end), None)

    @cached_property
    def _said(self) -> tuple[Span, ...]:
        spans = [c for s in self.reports for c in s.content_spans]
        quoted = [q.span for q in self.marks if q.level == 0 and len(self.of(q.span).split()) > FEW]
        return tuple(sorted({*spans, *quoted}))

    def is_said(self, span: Span) -> bool:
        """True where somebody says those words, or they stand in quotation marks."""
        return any(s.meets(span) for s in self._said)

    @cached_property
    def _attributed(self) -> frozenset[Span]:
        out = set()
        for sentence in self.body:
            top = [s for s in self.reports if self.above(s) is None]
            cues = [s.cue_span for s in top if s.cue_span is not None]
            outside = [c for c in cues if sentence.holds(c) and not self.is_quoted(c)]
            covered = sum(
                max(0, min(c.end, sentence.end) - max(c.start, sentence.start)) for s in top for c in s.content_spans
            )
            if covered > HALF * len(sentence) or (outside and covered):
                out.add(sentence)
        return frozenset(out)

    def is_quoted(self, span: Span) -> bool:
        """True where the words stand in quotation marks."""
        return any(q.span.holds(span) for q in self.marks if q.level == 0)

    def is_attributed(self, sentence: Span) -> bool:
        """True where somebody in the sentence says what stands in it."""
        return sentence in self._attributed

    @cached_property
    def own(self) -> tuple[Span, ...]:
        """The sentences of the body that nobody is said to say: no question, no quotation alone."""
        return tuple(
            s for s in self.body if not self.is_attributed(s) and not self.of(s).rstrip("\"'”’») ").endswith("?")
        )

    def hedges(self, span: Span) -> tuple[Span, ...]:
        """The hedging words at `span`."""
        lexicon = lexicons.load().hedges
        out = []
        for m in lexicon.pattern.finditer(self.low, span.start, span.end):
            later = lexicon.not_before.match(self.low, m.end())
            if self.text.startswith("May", m.start()) and m.start() > span.start:
                continue
            if later is None or m.group() != "could":
                out.append(Span(m.start(), m.end()))
        return tuple(out)

    @cached_property
    def title(self) -> Span | None:
        """Where the title stands in the text, if it does."""
        return self.reading.article.title_span

    @cached_property
    def sources_in_body(self) -> tuple[tuple[Source, tuple[Statement, ...]], ...]:
        """Each source of the body with what it says there, in order of its first statement."""
        found: dict[str, list[Statement]] = {}
        for s in self.told:
            if s.source is not None:
                found.setdefault(s.source, []).append(s)
        return tuple((self.reading.source(id), tuple(said)) for id, said in found.items())


def stems(text: str) -> frozenset[str]:
    """The content words of `text` under a rough base form, to compare two tellings by.

    >>> sorted(stems("The builders’ flats were approved"))
    ['approv', 'build', 'flat']
    """
    return frozenset(_stem(w) for w in tokens(text) if w not in words().stop and (len(w) > 2 or w.isdigit()))


def tokens(text: str) -> tuple[str, ...]:
    """The words of `text`, folded."""
    return tuple(_fold(m.group()) for m in _TOKEN.finditer(text))


def _fold(word: str) -> str:
    return plain(word).removesuffix("'s")


def _stem(word: str) -> str:
    low = singular(word)
    for ending in ("ations", "ation", "ings", "ing", "ied", "ers", "er", "ed", "ly", "es", "s", "e"):
        if low.endswith(ending) and len(low) - len(ending) >= 4:
            return low[: -len(ending)]
    return low


def joined(spans: Sequence[Span], text: str) -> str:
    """The words of a content on one line."""
    return " … ".join(" ".join(s.of(text).split()) for s in spans)


def short(words_: str, limit: int = 70) -> str:
    """Words for a message: whole, or cut after a word."""
    told = " ".join(words_.split())
    return told if len(told) <= limit else told[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def within(spans: Sequence[Span], sentence: Span) -> Iterator[Span]:
    """Those of `spans` that lie in `sentence`."""
    return (s for s in spans if sentence.holds(s))
