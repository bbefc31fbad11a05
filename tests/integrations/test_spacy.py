"""The spaCy component: a reading on the Doc, spans that are whole tokens, and what outlives its bytes."""

import pytest

from firsthand.errors import NotReadable, NotText
from firsthand.model import Article, Reading, Source, Span, Statement

spacy = pytest.importorskip("spacy")

from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc  # noqa: E402

from firsthand.integrations import spacy as component  # noqa: E402

TEXT = "The 🚢 waits. “We won’t sail,” an unnamed official told the Skerry Courier. It rained."


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


class Stand:
    """Finds one statement with a child in every article that has an official; refuses what is in capitals."""

    def read(self, article: Article) -> Reading:
        if article.text.isupper():
            raise NotText("it shouts")
        if article.text != TEXT:
            return Reading(article=article)
        said = Statement(
            id="a1",
            quotation="direct",
            content_spans=(at("“We won’t sai"),),
            cue_span=at("told"),
            source_span=at("an unnamed official"),
            source="s1",
            stated_chain=("s1", "s2"),
            stance="denies",
            confidence=0.75,
        )
        nobody = Statement(id="a1.1", quotation="indirect", content_spans=(at("rained"),), parent="a1")
        sources = (
            Source(id="s1", kind="person", descriptor="an unnamed official", anonymous=True, via="s2"),
            Source(id="s2", kind="outlet", name="Skerry Courier"),
        )
        return Reading(article=article, sources=sources, statements=(said, nobody))


@pytest.fixture
def nlp(monkeypatch: pytest.MonkeyPatch) -> Language:
    monkeypatch.setattr(component.Reader, "load", classmethod(lambda cls, folder, *, threads: Stand()))
    nlp = spacy.blank("en")
    nlp.add_pipe("firsthand")
    return nlp


def test_statements_stand_on_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    said, nobody = doc._.statements
    assert [s.text for s in said.contents] == ["“We won’t sail"]
    assert (said.cue.text, said.source_span.text) == ("told", "an unnamed official")
    assert (said.source, said.chain) == ("an unnamed official", "an unnamed official → Skerry Courier")
    assert (said.quotation, said.stance, said.certainty, said.confidence) == ("direct", "denies", "flat", 0.75)
    assert (nobody.source, nobody.parent, nobody.cue, nobody.chain) == (None, "a1", None, "source not known")
    assert doc._.firsthand == Stand().read(component.article_of(doc))
    assert said.statement == doc._.firsthand.statements[0]


def test_the_group_of_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(s.label_, s.id_, s.text) for s in doc.spans["firsthand"]] == [
        ("CONTENT", "a1", "“We won’t sail"),
        ("CUE", "a1", "told"),
        ("SOURCE", "a1", "an unnamed official"),
        ("CONTENT", "a1.1", "rained"),
    ]


def test_bytes_keep_the_reading(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.firsthand == doc._.firsthand
    assert [s.contents[0].text for s in again._.statements] == ["“We won’t sail", "rained"]
    assert len(again.spans["firsthand"]) == 4
    assert nlp.from_bytes(nlp.to_bytes())(TEXT)._.firsthand is not None


def test_a_batch_goes_on_past_what_cannot_be_read(nlp: Language) -> None:
    docs = list(nlp.pipe([TEXT, "NO NEWS HERE", "Nothing was said.", ""]))
    assert [len(d._.statements) for d in docs] == [2, 0, 0, 0]
    assert docs[1]._.firsthand is None
    assert "it shouts" in docs[1].user_data["firsthand"]
    with pytest.raises(NotText):
        nlp("NO NEWS HERE")


def test_facts_of_the_article_can_be_given(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc.user_data["article"] = {"key": "k1", "outlet": "The Quay"}
    article = nlp(doc)._.firsthand.article
    assert (article.key, article.outlet) == ("k1", "The Quay")


def test_a_reading_of_another_text_is_refused(nlp: Language) -> None:
    with pytest.raises(NotReadable, match="another text"):
        component.put(nlp.make_doc("Something else."), Stand().read(Article(key="k", text=TEXT)))


def test_a_doc_without_a_reading(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    assert doc._.firsthand is None
    assert doc._.statements == ()


def test_it_goes_with_other_components(nlp: Language) -> None:
    nlp.add_pipe("sentencizer", first=True)
    doc = nlp(TEXT)
    assert len(doc._.statements) == 2
    assert len(list(doc.sents)) > 1
