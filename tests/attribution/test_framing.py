"""Contents end before a time clause that tells when they were said, and keep one that tells when it happened."""

import pytest
from drafted import drafted, parts

from firsthand.attribution.framing import without_framing


def run(marked: str) -> str:
    article, drafts = drafted(marked)
    (draft, *_) = without_framing(article, drafts, parts(article)[0])
    return " | ".join(c.of(article.text) for c in draft.contents)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # It tells of a publication.
        ("{s|She} {q|said} {c|she would stay, a day after it emerged that he had paid}.", "she would stay"),
        ("{s|She} {q|denied} {c|that he had paid, hours after the Gull published a letter}.", "that he had paid"),
        ("{s|She} {q|said} {c|she was innocent, three days after the letters were leaked}.", "she was innocent"),
        # What is past, behind what is to come.
        ("{s|The firm} {q|said} {c|the yard would close, just months after it bought it}.", "the yard would close"),
        ("{s|The board} {q|says} {c|that it will pay, only hours after the men walked out}.", "that it will pay"),
        # The encoder broke off in the clause.
        ("{s|Finch} {q|said} {c|it would open in June, two weeks after} a crane fell.", "it would open in June"),
        ("{s|Finch} {q|said} {c|it would open in June, two weeks} after a crane fell.", "it would open in June"),
        # When it happened.
        (
            "{s|Police} {q|said} {c|he had died on Sunday, two days after he was struck}.",
            "he had died on Sunday, two days after he was struck",
        ),
        ("{s|Finch} {q|said} {c|he left, an hour after it was shut}.", "he left, an hour after it was shut"),
        (
            "{s|Finch} {q|said} {c|the trial would begin in May, a year after he was held}.",
            "the trial would begin in May, a year after he was held",
        ),
        (
            "{s|Finch} {q|said} {c|he quit, a day after it emerged that he had paid}.",
            "he quit, a day after it emerged that he had paid",
        ),
        (
            "{s|Finch} {q|said} {c|he would go, a day after she had gone}.",
            "he would go, a day after she had gone",
        ),
        ("{s|Finch} {q|said} {c|it would shut, a month after the feast}.", "it would shut, a month after the feast"),
        (
            "{c|“I will stay, a day after it emerged that he paid,”} {s|Finch} {q|said}.",
            "“I will stay, a day after it emerged that he paid,”",
        ),
        (
            "{s|Finch} {q|said}: {c|“I will stay, a day after it emerged that he paid.”}",
            "“I will stay, a day after it emerged that he paid.”",
        ),
    ],
)
def test_time_clauses(marked: str, expected: str) -> None:
    assert run(marked) == expected
