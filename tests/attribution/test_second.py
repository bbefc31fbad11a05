"""The second reporting verb of one subject: split where it can only be the cue's, left alone everywhere else."""

import pytest
from drafted import drafted, parts, shown
from hypothesis import given
from hypothesis import strategies as st

from firsthand.attribution.drafts import Draft
from firsthand.attribution.second import PRODUCER, second_cues


def _run(source: str) -> tuple[list[str], list[Draft]]:
    article, drafts = drafted(source)
    marks, sentences = parts(article)
    out = second_cues(article, drafts, marks, sentences)
    return shown(article, out), out


SPLIT = [
    (
        "{s|The harbour master} {q|said} {c|that the crane was old but cautioned that the report was not final}.",
        [
            "test The harbour master: that the crane was old",
            "second-cue The harbour master: that the report was not final",
        ],
    ),
    (
        "{s|The club} {q|denied} {c|that it had tapped up the striker, and later insisted that all was legal}.",
        ["test The club: that it had tapped up the striker", "second-cue The club: that all was legal"],
    ),
    (
        "{s|Prosecutors} {q|allege} {c|that the clerk forged the deeds and claim that she was paid in gold}.",
        ["test Prosecutors: that the clerk forged the deeds", "second-cue Prosecutors: that she was paid in gold"],
    ),
    (
        "{s|The bank} {q|says} {c|its app is safe, yet concedes that some were locked out, but adds that few were}.",
        [
            "test The bank: its app is safe",
            "second-cue The bank: that some were locked out",
            "second-cue The bank: that few were",
        ],
    ),
    (
        "{s|She} {q|did not say} {c|that it was over, but told reporters on Monday that she would rest}.",
        ["test She: that it was over", "second-cue She: that she would rest"],
    ),
    (
        "{s|Doctors} {q|believe} {c|that it came from bats and suspect that it spread at the market}.",
        ["test Doctors: that it came from bats", "second-cue Doctors: that it spread at the market"],
    ),
    (
        '{s|The coach} {q|said} {c|that the pitch was wet, but added: "We lost."}',
        ["test The coach: that the pitch was wet", 'second-cue The coach: "We lost."'],
    ),
    # What the encoder has not seen at all goes to the sentence's end, or to where the next statement begins.
    (
        "{s|The inspector} {q|noted} {c|that the dam held}, but stressed that it was old.",
        ["test The inspector: that the dam held", "second-cue The inspector: that it was old"],
    ),
    # What it has found inside is taken out.
    (
        "{s|The guide} {q|writes} {c|that the palace was cold and {q2|complains} {n2|that servants spied}}.",
        ["test The guide: that the palace was cold", "second-cue The guide: that servants spied"],
    ),
    # What it has found beside the first gets the source that it lacks, and the first ends before it.
    (
        "{s|The firm} {q|wrote} {c|that pay was late and} {q2|argued} {c2|that banks were to blame}.",
        ["test The firm: that pay was late", "test The firm: that banks were to blame"],
    ),
]

ALONE = [
    "{s|Reis} {q|said} {c|that he hoped and believed that the vaccine would hold}.",
    "{s|Reis} {q|said} {c|the mayor had resigned and warned of floods}.",
    "{s|Reis} {q|said} {c|the mayor had resigned and warned that floods would come}.",
    "{s|Reis} {q|said} {c|that residents had complained and warned that they would sue}.",
    "{s|Reis} {q|said} {c|that the council met on Tuesday, and decided that the pool would close}.",
    "{s|Reis} {q|says} {c|that the board met, but warned that it was split}.",
    "{s|Reis} {q|said} {c|“that it was late, but warned that it would come”}.",
    "{s|Reis} wanted to {q|say} {c|that it was late and make clear that it would come}.",
    "{c|It was late}, {q|said} {s|Reis}, but warned that it would come.",
    "{q|According to} {s|Reis}, {c|it was late, but warned that it would come}.",
    "{s|Reis} {q|said} {c|it was late}; the board met, but warned that it would come.",
    "{s|Reis} {q|said} {c|that it was late and warned}.",
]


@pytest.mark.parametrize(("source", "expected"), SPLIT)
def test_split(source: str, expected: list[str]) -> None:
    assert _run(source)[0] == expected


@pytest.mark.parametrize("source", ALONE)
def test_left_alone(source: str) -> None:
    article, drafts = drafted(source)
    assert _run(source)[0] == shown(article, drafts)


def test_the_second_has_the_source_span_of_the_first_and_is_not_inferred() -> None:
    _, out = _run("{s|The mill} {q|said} {c|that it was closed, but added that it would open}.")
    first, second = sorted(out, key=lambda d: d.begins if d.producer == "test" else 1e9)
    assert (second.producer, second.source, second.inferred) == (PRODUCER, first.source, False)


@given(
    st.lists(st.sampled_from(["said that", "it was", ", but", "and", "warned that", "“", "”", "he", "."]), max_size=12)
)
def test_contents_stay_in_order_and_in_the_text(words: list[str]) -> None:
    article, drafts = drafted("{s|Reis} {q|said} {c|that x " + " ".join(words) + "}")
    marks, sentences = parts(article)
    for draft in second_cues(article, drafts, marks, sentences):
        ends = [p for c in draft.contents for p in (c.start, c.end)]
        assert ends == sorted(ends)
        assert 0 <= ends[0] < ends[-1] <= len(article.text)
        assert all(len(c) for c in draft.contents)
