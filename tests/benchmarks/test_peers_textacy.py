"""What textacy's quotations become: on a tree built by hand, with the real textacy where it is installed."""

import pytest

spacy = pytest.importorskip("spacy")
pytest.importorskip("textacy")

from spacy.tokens import Doc  # noqa: E402

from benchmarks.peers_textacy import _candidates, _extract  # noqa: E402


def test_textacy_s_quotations_of_one_cue_are_one_attribution() -> None:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("“We lost the ferry,” she said, “and it sank.”")
    words, said = [t.text for t in doc], [t.text for t in doc].index("said")
    tree = Doc(
        nlp.vocab,
        words,
        [bool(t.whitespace_) for t in doc],
        pos=["VERB" if i == said else "X" for i in range(len(words))],
        lemmas=["say" if i == said else w for i, w in enumerate(words)],
        heads=[said] * len(words),
        deps=["nsubj" if i == said - 1 else "ROOT" if i == said else "dep" for i in range(len(words))],
    )
    answer = _extract(tree)
    assert not isinstance(answer, str)
    (found,) = answer
    assert len(found.content) == 2
    assert [tree.text[s.start : s.end] for s in (*found.source, *found.cue)] == ["she", "said"]
    assert len(_candidates(doc)) == 2
    assert isinstance(_extract(nlp.make_doc("An odd “ mark")), str)
