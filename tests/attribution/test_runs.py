"""Contents that run over paragraphs: more of a quotation goes on, the article's own paragraph does not."""

import pytest
from drafted import drafted, parts, shown

from firsthand.attribution.runs import cut_at_paragraphs
from firsthand.language.sentences import paragraphs


def run(marked: str) -> list[str]:
    article, drafts = drafted(marked)
    return shown(article, cut_at_paragraphs(article.text, drafts, paragraphs(article.text), parts(article)[0]))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "{s|Tamm} {q|said}: {c|‘They’ve gone.\n\n‘They won’t be back.’}",
            ["test Tamm: ‘They’ve gone.", "test -: ‘They won’t be back.’ < ‘They’ve"],
        ),
        (
            "{s|Tamm} {q|said}: {c|‘They’ve gone.’}\n\n{c|They’ve left the gates’ locks.}",
            ["test Tamm: ‘They’ve gone.’"],
        ),
        ("{s|Tamm} {q|said}: {c|‘’Tis a shame.\n\nNobody’s there now.}", ["test Tamm: ‘’Tis a shame."]),
        ("{s|Tamm} {q|said}: {c|''Tis a shame.\n\nNobody's there now.}", ["test Tamm: ''Tis a shame."]),
        ("{s|Tamm} {q|said}: {c|“Gone.}\n\n{c|The mill is shut.}", ["test Tamm: “Gone."]),
        (
            "{c|‘They’ve gone,’} {s|Tamm} {q|said}.\n\n{c|‘They’ve gone’} is painted on the wall.",
            ["test Tamm: ‘They’ve gone,’"],
        ),
        (
            "{c|‘They’ve gone,’} {s|Tamm} {q|said}.\n\n{c|‘They’ve gone,’} he said again.",
            ["test Tamm: ‘They’ve gone,’", "test -: ‘They’ve gone,’ < ‘They’ve"],
        ),
        (
            "{s|Tamm} {q|said} {c|the mill was shut.\n\nIt was sold.}",
            ["test Tamm: the mill was shut.", "test -: It was sold. < the mill"],
        ),
    ],
)
def test_paragraphs_behind_a_cue(marked: str, expected: list[str]) -> None:
    assert run(marked) == expected
