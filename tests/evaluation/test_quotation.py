import pytest

from firsthand.evaluation.quotation import quotation_type
from firsthand.model import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[“We will not go.”]", "direct"),
        ("“[We will not go.]”", "direct"),
        ("[“We will not go”] said Ada, [“not now.”]", "direct"),
        ("[“A first paragraph.\n“And a second.”]", "direct"),
        ("[“He called it ‘mad’ and left”]", "direct"),
        ("[“He called it “mad” and left”]", "direct"),
        ("[‘It isn’t over’]", "direct"),
        ("[« Nous partons »]", "direct"),
        ("« [Nous partons] »", "direct"),
        ("[„Wir gehen“]", "direct"),
        ('["We go"]', "direct"),
        ('"[We go]"', "direct"),
        ('"Yes," [he would go]', "indirect"),
        ("[that they “will not” go]", "mixed"),
        ("[the harbour’s mayor isn’t going]", "indirect"),
        ("[the paper “Tide” went bust]", "mixed"),
        ("[nothing “”]", "indirect"),
        ("[…]", "indirect"),
    ],
)
def test_type_of_the_words_in_brackets(text: str, expected: str) -> None:
    spans, plain = [], ""
    for char in text:
        if char in "[]":
            spans.append(len(plain))
        else:
            plain += char
    pairs = [Span(a, b) for a, b in zip(spans[::2], spans[1::2], strict=True)]
    assert quotation_type(plain, pairs) == expected


def test_no_content_is_indirect() -> None:
    assert quotation_type("words", ()) == "indirect"
