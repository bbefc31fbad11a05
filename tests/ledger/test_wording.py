"""Which words are shown, with the marks that stand there and none beside."""

import pytest

from firsthand.ledger.wording import worded, words_at

CASES = [
    ("“We go,” she said.", ["We go"], "direct", "“We go,”"),
    ("“We go”, she said.", ["We go"], "direct", "“We go”"),
    ('"We go." He left.', ["We go."], "direct", '"We go."'),
    ("“We go,” she said, “and soon.”", ["We go", "and soon."], "direct", "“We go,” … “and soon.”"),
    ("She said they “go soon”.", ["they “go soon”"], "mixed", "they “go soon”"),
    ("“They said he left,” she said.", ["he left"], "indirect", "he left"),
    ("‘We go,’ she said.", ["We go"], "direct", "‘We go,’"),
    ("He praised the workers’ hall.", ["the workers"], "mixed", "the workers"),
    ("«We go», she said.", ["We go"], "direct", "«We go»"),
    ("She said it\n\n  was cold.", ["it\n\n  was cold"], "indirect", "it was cold"),
]


@pytest.mark.parametrize(("text", "parts", "quotation", "expected"), CASES)
def test_worded(text, parts, quotation, expected) -> None:
    spans = [(text.index(p), text.index(p) + len(p)) for p in parts]
    assert worded(text, spans, quotation) == expected


def test_cleared() -> None:
    assert worded(None, [(0, 4)], "direct") is None
    assert words_at(None, (0, 4)) is None
    assert words_at("word", None) is None
