"""Contents end before a refusal to speak that goes on from their cue; what others refuse stays inside."""

import pytest
from drafted import drafted, parts, shown

from firsthand.attribution.refusals import without_refusals


def run(marked: str) -> list[str]:
    article, drafts = drafted(marked)
    return shown(article, without_refusals(article, drafts, parts(article)[0]))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "{s|Finch} {q|said} {c|the pier was shut but declined to comment on the cost}.",
            ["test Finch: the pier was shut"],
        ),
        (
            "{s|The bank} {q|said} {c|that nobody had lost money but did not respond to further questions}.",
            ["test The bank: that nobody had lost money"],
        ),
        ("{s|Officials} {q|said} {c|it was old and declined to elaborate}.", ["test Officials: it was old"]),
        ("{s|Finch} {q|told} us {c|it was sold, but would not say by whom}.", ["test Finch: it was sold"]),
        ("{s|The army} {q|said} {c|two were hurt}, {c|but gave no details}.", ["test The army: two were hurt"]),
        ("{s|The firm} {q|says} {c|it has paid and refuses to discuss the sum}.", ["test The firm: it has paid"]),
        (
            "{s|Finch} {q|said} {c|it was shut but {q2|would not say} {n2|why it was}}.",
            ["test Finch: it was shut", "test Finch: why it was"],
        ),
        ("{s|Finch} {q|said} {c|it was paid but} {q2|refused to discuss} {n2|the sum}.", [
            "test Finch: it was paid", "test Finch: the sum",
        ]),
        # What the one that is talked about refuses is part of the content.
        (
            "{s|Finch} {q|said} {c|the clerk had been asked but declined to comment}.",
            ["test Finch: the clerk had been asked but declined to comment"],
        ),
        (
            "{s|Finch} {q|said} {c|a man came who saw it but declined to give his name}.",
            ["test Finch: a man came who saw it but declined to give his name"],
        ),
        ("{s|Finch} {q|said} {c|he had declined to comment}.", ["test Finch: he had declined to comment"]),
        (
            "{c|“It is shut but we decline to comment,”} {s|Finch} {q|said}.",
            ["test Finch: “It is shut but we decline to comment,”"],
        ),
        (
            "{s|Finch} {q|said}: {c|“It is shut. He came but declined to comment.”}",
            ["test Finch: “It is shut. He came but declined to comment.”"],
        ),
        ("{s|Finch} {q|said} {c|it was shut and did not open}.", ["test Finch: it was shut and did not open"]),
        # "Nor deny" is of the cue.
        ("{s|It} {q|could neither confirm} {c|nor deny the sale}.", ["test It: the sale"]),
        ("{s|It} {q|neither confirmed} {c|nor denied that it was sold}.", ["test It: that it was sold"]),
        ("{s|It} {q|said} {c|it would neither confirm nor deny the sale}.", [
            "test It: it would neither confirm nor deny the sale",
        ]),
    ],
)  # fmt: skip
def test_refusals(marked: str, expected: list[str]) -> None:
    assert run(marked) == expected
