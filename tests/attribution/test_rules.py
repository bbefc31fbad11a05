"""The rules over drafts, on invented lines in many styles."""

import time

import pytest
from drafted import drafted, parts, shown

from firsthand.attribution import rules
from firsthand.attribution.drafts import Draft
from firsthand.language.sentences import paragraphs
from firsthand.model import Article, Span

MORA = "{c|“We go,”} {s|Mora} {q|said}"
GOING_ON = [
    (f"{MORA}. “We never come back here.”", ["test Mora: “We go,” | “We never come back here.”"]),
    (f"{MORA} on Monday. “We never come back.”", ["test Mora: “We go,” | “We never come back.”"]),
    (
        f"{MORA}. “We never come back.” “Not for all the tin in Senn.”",
        ["test Mora: “We go,” | “We never come back.” | “Not for all the tin in Senn.”"],
    ),
    (
        "{c|‘We go,’} {s|Mora} {q|said}. ‘The players’ bus won’t wait.’",
        ["test Mora: ‘We go,’ | ‘The players’ bus won’t wait.’"],
    ),
    (
        "{c|«We go»}, {s|Mora} {q|said}. «We never come back here.»",
        ["test Mora: «We go» | «We never come back here.»"],
    ),
    (f'{MORA}. "We never come back here', ['test Mora: “We go,” | "We never come back here']),
    (
        f"{MORA}, but Finch disagreed. “We never come back.”",
        ["test Mora: “We go,”", "quotation -: “We never come back.”"],
    ),
    (f"{MORA}. The hall fell silent. “We go home now.”", ["test Mora: “We go,”", "quotation -: “We go home now.”"]),
    (f"{MORA}. “Never again, I say!” Finch replied.", ["test Mora: “We go,”", "quotation -: “Never again, I say!”"]),
    (f"{MORA}. Finch replied: “We never come back.”", ["test Mora: “We go,”"]),
    (f"{MORA}. “No.”", ["test Mora: “We go,”"]),
    (
        f"{MORA}.\n\n“We never come back.”\n\n“It is over, all of it.”",
        [
            "test Mora: “We go,”",
            "continues -: “We never come back.” < “We go,”",
            "continues -: “It is over, all of it.” < “We neve",
        ],
    ),
    (
        f"{MORA}.\n\n“We never come back. “It is over, all of it.”",
        [
            "test Mora: “We go,”",
            "continues -: “We never come back. | “It is over, all of it.” < “We go,”",
        ],
    ),
    (
        f"{MORA}.\n\nThe hall fell silent.\n\n“We never come back.”",
        ["test Mora: “We go,”", "quotation -: “We never come back.”"],
    ),
    (f"{MORA}.\n\n“We never come back,” Finch said.", ["test Mora: “We go,”"]),
    (f"{MORA}.\n\n“Never again, I say!” Finch said.", ["test Mora: “We go,”", "quotation -: “Never again, I say!”"]),
    (
        "{c|“Did you know?”} {s|the judge} {q|asked}.\n\n“I never knew any of it.”",
        ["test the judge: “Did you know?”", "quotation -: “I never knew any of it.”"],
    ),
    (
        "{s|Mora} {q|said} {c|the quay was closed}. “We never come back.”",
        ["test Mora: the quay was closed", "quotation -: “We never come back.”"],
    ),
    (
        "{s|Mora} {q|said}: {c|“One is enough.}\n\n“Two is more than that.\n\n“Three is too many.”\n\nIt rained.",
        [
            "test Mora: “One is enough.",
            "continues -: “Two is more than that. < “One is ",
            "continues -: “Three is too many.” < “Two is ",
        ],
    ),
    (
        "{c2|“We stay,”} {s2|Finch} {q2|said}.\n\n“One is so.\n\n“Two is more.\n\n{c|“Three is,”} {s|Mora} {q|said}",
        ["test Finch: “We stay,”", "test Mora: “One is so. | “Two is more. | “Three is,”"],
    ),
    ("The so-called “friends of the old harbour wall” met. “No.”", []),
    ("He saw the film “We never come back here.” It was long.", []),
    ("“We never come back here.”", ["quotation -: “We never come back here.”"]),
    (f"“We never come back.”\n\n{MORA}.\n\nRain fell.\n\n“We never come back.”", ["test Mora: “We go,”"]),
]


@pytest.mark.parametrize(("marked", "expected"), GOING_ON)
def test_going_on(marked: str, expected: list[str]) -> None:
    article, drafts = drafted(marked)
    assert shown(article, rules.going_on(article, drafts, *parts(article))) == expected


def test_what_stands_inside_a_statement_that_grows_stays_inside() -> None:
    article, (parent,) = drafted(f"{MORA}. “We never come back here.”")
    child = Draft(contents=parent.contents, cue=parent.cue, producer="test", nested=True, inside=parent)
    grown, inner = rules.going_on(article, [parent, child], *parts(article))
    assert len(grown.contents) == 2
    assert inner.inside is grown


def test_quotations_before_the_body_are_left_alone() -> None:
    article, drafts = drafted("“We never come back here.”\n\nIt rained.", body_start=28)
    assert rules.going_on(article, drafts, *parts(article)) == []


SPEAKERS = [
    (
        "MORA: We go.\n\nFINCH: We stay.\n\nMORA (laughing): Never.",
        ["speaker-line MORA: We go.", "speaker-line FINCH: We stay.", "speaker-line MORA: Never."],
    ),
    (
        "{s|Orla Finch}{q|:} {c|We go.}\n\nTil Mora: {s2|Ada} {q2|says} {c2|it is late}.\n\nOrla Finch: Yes.",
        [
            "speaker-line Orla Finch: We go.",
            "speaker-line Til Mora: Ada says it is late.",
            "test Ada: it is late",
            "speaker-line Orla Finch: Yes.",
        ],
    ),
    (
        "Orla Finch, who runs the quay, is tired.\n\nOrla Finch: “We go.”\n\nTil Mora: “No.”\n\nAda Senn: “Yes.”",
        ["speaker-line Orla Finch: “We go.”", "speaker-line Til Mora: “No.”", "speaker-line Ada Senn: “Yes.”"],
    ),
    ("Ostrevik: rain.\n\nSenn: sun.\n\nSkerry: fog.", []),
    ("Photo: Ada Senn\n\nNote: it rained.\n\nPhoto: Til Mora", []),
    ("MORA: We go.\n\nFINCH: We stay.", []),
    ("MORA: We go.\n\n" + "It rained.\n\n" * 9 + "FINCH: We stay.\n\nMORA: Never.", []),
]


@pytest.mark.parametrize(("marked", "expected"), SPEAKERS)
def test_speaker_lines(marked: str, expected: list[str]) -> None:
    article, drafts = drafted(marked)
    assert shown(article, rules.speaker_lines(article, drafts)) == expected


SAYS = "{s|The Courier} {q|reported}"
CITING = [
    (
        SAYS + ", citing two officials briefed on the talks, {c|that the quay is sold}.",
        [
            "test The Courier: that the quay is sold",
            "citing two officials briefed on the talks: that the quay is sold in that the",
        ],
    ),
    (
        "{c|The quay is sold}, " + SAYS + ", {q2|citing} {s2|Meduna}{c2|.}",
        ["test The Courier: The quay is sold", "citing Meduna: The quay is sold in The quay"],
    ),
    (
        SAYS + " {c|that it is sold}, citing people familiar with the matter who asked not to be named.",
        [
            "test The Courier: that it is sold",
            "citing people familiar with the matter who asked not to be named: that it is sold in that it ",
        ],
    ),
    (SAYS + " {c|that it is sold}, citing high costs.", ["test The Courier: that it is sold"]),
    (SAYS + " {c|that it is sold}, citing a lack of evidence.", ["test The Courier: that it is sold"]),
    (SAYS + " {c|that he quit, citing Ada Senn}.", ["test The Courier: that he quit, citing Ada Senn"]),
    (SAYS + " {c|it}. He quit, citing Ada Senn.", ["test The Courier: it"]),
]


@pytest.mark.parametrize(("marked", "expected"), CITING)
def test_citing(marked: str, expected: list[str]) -> None:
    article, drafts = drafted(marked)
    assert shown(article, rules.citing(article, drafts, parts(article)[1])) == expected


DATELINES = [
    ("{c|OSTREVIK (Senn Wire) — The quay is sold}, {s|Mora} {q|said}.", "The quay is sold"),
    ("It rained.\n\n{c|OSTREVIK, May 4 — The quay is sold}, {s|Mora} {q|said}.", "The quay is sold"),
    ("{c|Ostrevik (SW) – “It is sold}”, {s|Mora} {q|said}.", "“It is sold"),
    ("{c|NATO — which met on Monday — is late}, {s|Mora} {q|said}.", "NATO — which met on Monday — is late"),
    ("{c|Mora — The man — is late}, {s|Ada} {q|said}.", "Mora — The man — is late"),
    ("{c|OSTREVIK (SW) — }The quay {c|is sold}, {s|Mora} {q|said}.", "is sold"),
]


@pytest.mark.parametrize(("marked", "expected"), DATELINES)
def test_datelines(marked: str, expected: str) -> None:
    article, drafts = drafted(marked)
    (draft,) = rules.without_datelines(article, drafts, [b.start for b in paragraphs(article.text)])
    assert [c.of(article.text) for c in draft.contents] == [expected]


def test_time_is_near_linear() -> None:
    def seconds(n: int) -> float:
        text = (
            "“We go,” Mora said. “We never come back.”\n\n“It is all over now.”\n\nMORA: It rained, citing Ada.\n\n" * n
        )
        step = len(text) // n
        drafts = [
            Draft(contents=(Span(i * step, i * step + 8),), cue=Span(i * step + 14, i * step + 18), producer="test")
            for i in range(n)
        ]
        article = Article(key="t", text=text)
        quotes, sentences = parts(article)
        start = time.process_time()
        out = rules.speaker_lines(article, drafts)
        out = rules.citing(article, out, sentences)
        out = rules.going_on(article, out, quotes, sentences)
        assert len(out) > 2 * n
        return time.process_time() - start

    few = seconds(25)
    assert seconds(200) < 24 * few + 0.2
