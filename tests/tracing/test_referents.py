"""Owns whom a pronoun that speaks means where the reading has nobody or somebody it cannot mean."""

import pytest

from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.tellers import told_links

TABLE = {
    "he, and one man before": ("Sten Aral was there. The quay is gone, he told us.", "he", None, "Sten Aral"),
    "he, and two people before": ("Sten Aral met Vera Holm. The quay is gone, he told us.", "he", None, None),
    "he is no paper": ("Sten Aral read the Mail. The quay is gone, he said.", "he", "Mail", "Sten Aral"),
    "it, and a body before": ("Alba Line gave figures. The quay is gone, it said.", "it", None, "Alba Line"),
    "it, and a body in what is told": ("Rain fell. The company left the quay, it said.", "it", None, "The company"),
    "it, and a person in what is told": ("Rain fell. Vera Holm left the quay, it said.", "it", None, None),
    "it says, of a paper": ("The draft has four pages. “The quay is gone,” it says.", "it", "Port", "The draft"),
    "it said, of a body": ("The draft has four pages. The quay is gone, it said.", "it", "Port", "Port"),
}


@pytest.mark.parametrize("case", TABLE)
def test_whom_a_pronoun_means(case: str) -> None:
    text, pronoun, read, who = TABLE[case]
    told = next(w for w in ("The quay is gone", "The company left the quay", "Vera Holm left the quay") if w in text)
    at, spoken = text.index(told), text.rindex(f" {pronoun} ") + 1
    cue = spoken + len(pronoun) + 1
    people = [n for n in ("Sten Aral", "Vera Holm") if n in text.split(".")[0]]
    kinds = {"Mail": "person", "Port": "organisation"}
    sources = [
        *(
            Source(id=f"p{n}", kind="person", name=n, mentions=(Span(text.index(n), text.index(n) + 9),))
            for n in people
        ),
        *([Source(id="r", kind=kinds[read], name=read)] if read else []),
    ]
    said = Statement(
        id="a1", quotation="indirect", content_spans=(Span(at, at + len(told)),), source="r" if read else None,
        source_span=Span(spoken, spoken + len(pronoun)), cue_span=Span(cue, cue + 4),
        stated_chain=("r",) if read else (),
    )  # fmt: skip
    reading = Reading(article=Article(key="k", text=text), sources=tuple(sources), statements=(said,))
    unit = Unit(
        article=reading.article.id, spans=said.content_spans, words=told, statement="a1", chain=said.stated_chain
    )
    links = told_links(Piece(reading=reading), unit)
    assert [s.name or s.descriptor for s in links] == ([who] if who else [])
