"""Direct, mixed, indirect, in every style of marks."""

import pytest
from marked import marked

CASES = [
    ("“{c|It sank},” {s|she} {q|said}.", ["direct"]),
    ("{c|“It sank,”} {s|she} {q|said}.", ["direct"]),
    ("{s|She} {q|said} {c|that “it sank”}.", ["direct"]),
    ("{s|She} {q|said} {c|it “sank like a stone”}.", ["mixed"]),
    ("{s|She} {q|said} {c|it sank}.", ["indirect"]),
    ("{s|She} {q|called} it {c|a “hub”}.", ["mixed"]),
    ("'{c|It sank},' {s|she} {q|said}, '{c|and that's that}.'", ["direct"]),
    ("«{c|It sank}», {s|she} {q|said}.", ["direct"]),
    ('"{c|It sank}," {s|she} {q|said}.', ["direct"]),
    ("“{c|It sank. And so {s2|he} {q2|said} {c2|we must go}},” {s|she} {q|said}.", ["direct", "indirect"]),
    ("“{c|And {s2|he} {q2|said}, ‘{c2|We must go}’},” {s|she} {q|said}.", ["direct", "direct"]),
    ("{s|She} {q|said} {c|{s2|he} {q2|told} her “{c2|we must go}”}.", ["mixed", "direct"]),
    (
        "“{c|And {s2|he} {q2|said} {c2|{s3|they} {q3|feared} {c3|a flood}}},” {s|she} {q|said}.",
        ["direct", "indirect", "indirect"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quotation_types(text: str, expected: list[str]) -> None:
    _, statements = marked(text)
    assert [s.quotation for s in statements] == expected
