"""The forms of verbs and nouns."""

import pytest

from firsthand.language.inflection import plural, verb_forms


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("claim", ("claim", "claims", "claimed", "claiming")),
        ("deny", ("deny", "denies", "denied", "denying")),
        ("dispute", ("dispute", "disputes", "disputed", "disputing")),
        ("stop", ("stop", "stops", "stopped", "stopping")),
        ("agree", ("agree", "agrees", "agreed", "agreeing")),
        ("press", ("press", "presses", "pressed", "pressing")),
        ("dismiss", ("dismiss", "dismisses", "dismissed", "dismissing")),
        ("say", ("say", "says", "said", "saying")),
    ],
)
def test_verb_forms(lemma: str, forms: tuple[str, ...]) -> None:
    assert verb_forms(lemma, {"say": "says said saying"}) == forms


def test_plural() -> None:
    assert [plural(w) for w in ("denial", "inquiry", "speech", "reply")] == [
        "denials",
        "inquiries",
        "speeches",
        "replies",
    ]
