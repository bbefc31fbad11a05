"""Quotation marks: which pair, which are apostrophes, what is missing, and that no text is too odd."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.quotes import MARKS, depths, normalised, quotations

CURLY = [
    ("He said: “Go.”", ["“Go.”"]),
    ("“Go”, he said", ["“Go”"]),
    ("(“Fine,” he said.)", ["“Fine,”"]),
    ("“Fine”—he left—“now.”", ["“Fine”", "“now.”"]),
    ("“He said ‘go’ and we went,” she said.", ["“He said ‘go’ and we went,”", "1 ‘go’"]),
    ("“I saw “Blue” twice,” he said. “Twice!”", ["“I saw “Blue” twice,”", "1 “Blue”", "“Twice!”"]),
    ("“‘Never,’ he said.”", ["“‘Never,’ he said.”", "1 ‘Never,’"]),
    ("“He said ‘never.’”", ["“He said ‘never.’”", "1 ‘never.’"]),
    ("“The ’80s,” he said.", ["“The ’80s,”"]),
    ("Fans’ anger at ‘disgrace’ of players’ pay", ["‘disgrace’"]),
]
STRAIGHT = [
    ('"Go," he said. "Now."', ['"Go,"', '"Now."']),
    ('He said,"go" and left.', ['"go"']),
    ('"A" "B"', ['"A"', '"B"']),
    ('" Go " and " stay "', ['" Go "', '" stay "']),
    ("\"He said 'go,'\" she said.", ["\"He said 'go,'\"", "1 'go,'"]),
    ('"He said "go" and we went," she said.', ['"He said "go" and we went,"', '1 "go"']),
    ('"Goin\' home," said O\'Brien. "\'Tis late."', ['"Goin\' home,"', '"\'Tis late."']),
    ('He is 5\' 11" tall and the board is 6" wide.', []),
    ('"He is 5\' 11" tall," she said.', ['"He is 5\' 11" tall,"']),
    ('"I was born in 1984" he said, "and left."', ['"I was born in 1984"', '"and left."']),
    ('He was 6\'2" and said "yes" to it.', ['"yes"']),
    ("James' dog and Jess's cat. Dogs' day.", []),
    ("the boys' and girls' teams met", []),
    ("O'Neill's '84 win: 'great'.", ["'great'"]),
    ('"Yes." "No." The \'burbs are home to all of the boys\' clubs.', ['"Yes."', '"No."']),
    ("``We go,'' he said.", ["``We go,''", "1 `We go,'"]),
    ("''Double singles,'' she said.", ["''Double singles,''", "1 'Double singles,'"]),
]
BRITISH = [
    ("‘Go,’ he said. ‘Now, it’s late.’", ["‘Go,’", "‘Now, it’s late.’"]),
    ("'Go,' he said. 'Now, it's late.'", ["'Go,'", "'Now, it's late.'"]),
    ("‘He said “go” and we went,’ she said.", ["‘He said “go” and we went,’", "1 “go”"]),
    ("‘The workers’ union won’t move,’ she said.", ["‘The workers’ union won’t move,’"]),
    ("'The workers' union won't move,' she said.", ["'The workers' union won't move,'"]),
    ("He said 'the workers' right to strike' was gone.", ["'the workers' right to strike'"]),
    (
        "‘The workers’ demands are ours,’ she said. ‘The players’ too.’",
        ["‘The workers’ demands are ours,’", "‘The players’ too.’"],
    ),
    ("‘I’m not goin’ anywhere,’ he said.", ["‘I’m not goin’ anywhere,’"]),
    ("'It was 'tis the season of rock 'n' roll,' he said.", ["'It was 'tis the season of rock 'n' roll,'"]),
    ("‘We had ’90s music,’ he said. ‘The ‘80s too.’", ["‘We had ’90s music,’", "‘The ‘80s too.’"]),
    ("'90 per cent of us left,' she said.", ["'90 per cent of us left,'"]),
    ("'Round here we stay,' she said.", ["'Round here we stay,'"]),
    (
        "‘The book “Dogs’ Day” is out,’ he said. ‘Read it.’",
        ["‘The book “Dogs’ Day” is out,’", "1 “Dogs’ Day”", "‘Read it.’"],
    ),
    ("‘It is the people’s will’, said Anne.", ["‘It is the people’s will’"]),
    ("'Why?' he asked. 'They're the boys' things,' she said.", ["'Why?'", "'They're the boys' things,'"]),
]
OTHERS = [
    ("„Wir gehen“, sagte er.", ["„Wir gehen“"]),
    ("„Wir gehen”, said he.", ["„Wir gehen”"]),
    ("‚Wir gehen‘, sagte er.", ["‚Wir gehen‘"]),
    ("„Er sagte ‚nein‘ und ging“, so sie.", ["„Er sagte ‚nein‘ und ging“", "1 ‚nein‘"]),
    ("»Wir gehen«, sagte er. »Jetzt.«", ["»Wir gehen«", "»Jetzt.«"]),
    ("»Er sagte ›nein‹ und ging«, so sie.", ["»Er sagte ›nein‹ und ging«", "1 ›nein‹"]),
    ("« Nous partons », dit-il. ‹Oui›, dit-elle.", ["« Nous partons »", "‹Oui›"]),
    ("«Il a dit “non” hier.»", ["«Il a dit “non” hier.»", "1 “non”"]),
    ("»Vi går», sa han. »Nu.»", ["»Vi går»", "»Nu.»"]),
    ("”Vi går”, sa han. ”Nu.”", ["”Vi går”", "”Nu.”"]),
    ("’Vi går’, sa han.", ["’Vi går’"]),
    ("「行く」と彼は『本』", ["「行く」", "『本』"]),
]
MISSING = [
    ("We go,” he said. “Stay.”", ["We go,” !opened", "“Stay.”"]),
    ("He said “we go and left. Then “no,” she said.", ["“we go and left. Then !closed", "“no,”"]),
    ("“We never close. The board met.", ["“We never close. The board met. !closed"]),
    ("“We go, he said. “No,” she said.", ["“We go, he said. !closed", "“No,”"]),
    ("He said: “We go to ‘town’ and back.", ["“We go to ‘town’ and back. !closed", "1 ‘town’"]),
    ("“No,” she said” and left.", ["“No,”"]),
    ("“He said ‘one and left,” she said.", ["“He said ‘one and left,”"]),
    ("“a “b “c “d “e “f “g “h.”", ["“a !closed", "“b !closed", "“c !closed", "“d !closed", "“e !closed",
                                     "“f !closed", "“g !closed", "“h.”"]),
    ('"', ['" !closed']),
    ("'", []),
    ("“”", ["“”"]),
]  # fmt: skip
PARAGRAPHS = [
    (
        "“One.\n\n“Two.\n\n“Three,” he said.",
        ["“One. !closed runs_on", "“Two. !closed reopens runs_on", "“Three,” reopens"],
    ),
    (
        "'One, it's.\n\n'Two.\n\n'Three,' he said.",
        ["'One, it's. !closed runs_on", "'Two. !closed reopens runs_on", "'Three,' reopens"],
    ),
    ('She wrote: "Come.\n\nGo."', ['"Come. !closed runs_on', 'Go." !opened reopens']),
    ("“We never close.\n\nThe board met.", ["“We never close. !closed"]),
    ("He said: “We go.\n\n“We stay.”", ["“We go. !closed runs_on", "“We stay.” reopens"]),
    ("“He told me:\n\n‘Go away.’", ["“He told me: !closed", "‘Go away.’"]),
    ("“One.”\n\n“Two.”", ["“One.”", "“Two.”"]),
]


def shown(text: str) -> list[str]:
    out = []
    for q in quotations(text):
        notes = (not q.opened, "!opened"), (not q.closed, "!closed"), (q.reopens, "reopens"), (q.runs_on, "runs_on")
        level = [str(q.level)] if q.level else []
        out.append(" ".join([*level, q.span.of(text), *(name for true, name in notes if true)]))
    return out


@pytest.mark.parametrize(("text", "expected"), [*CURLY, *STRAIGHT, *BRITISH, *OTHERS, *MISSING, *PARAGRAPHS])
def test_quotations(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_inner_is_what_stands_between_the_marks() -> None:
    text = "« Oui », dit-elle. “” Et: “Non"
    assert [q.inner and q.inner.of(text) for q in quotations(text)] == ["Oui", None, "Non"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘He said “go”, it’s late,’ she said.", "“He said ‘go’, it's late,” she said."),
        ('«Oui», dit-il. The 12" disc.', '“Oui”, dit-il. The 12" disc.'),
        ("No marks", "No marks"),
    ],
)
def test_normalised(text: str, expected: str) -> None:
    assert normalised(text, quotations(text)) == expected


def test_depths() -> None:
    text = "a “b ‘c’ d” e"
    assert list(depths(text, quotations(text))) == [0, 0, 1, 1, 1, 2, 2, 2, 1, 1, 1, 0, 0]


ODD = st.text(alphabet=st.sampled_from([*MARKS, *"ab sS.,?3—(\n\u0301😀"]), max_size=80)


@given(st.one_of(ODD, st.text(max_size=60)))
def test_no_text_is_too_odd(text: str) -> None:
    quotes = quotations(text)
    for q in quotes:
        assert q.span.end <= len(text)
        assert q.inner is None or q.span.holds(q.inner)
        assert not q.opened or text[q.span.start] in MARKS
        assert not q.closed or text[q.span.end - 1] in MARKS
        assert not q.span.of(text)[-1:].isspace()
    assert list(quotes) == sorted(quotes, key=lambda q: (q.span.start, -q.span.end))
    outer = [q for q in quotes if q.level == 0]
    assert all(a.span.end <= b.span.start for a, b in pairwise(outer))
    plain = normalised(text, quotes)
    assert len(plain) == len(text)
    assert all(a == b for a, b in zip(text, plain, strict=True) if a not in MARKS)
    assert len(depths(text, quotes)) == len(text)


@pytest.mark.parametrize("piece", ['"', "“", "”", "“«”", "'s ", "s' a ", "‘a’b ", '“a ”b "', '"\n\n', "‘a b.\n\n"])
def test_time_is_linear(piece: str) -> None:
    def seconds(marks: int) -> float:
        text = piece * (marks // sum(c in MARKS for c in piece))
        start = time.process_time()
        quotations(text)
        return time.process_time() - start

    few, many = (min(seconds(marks) for _ in range(3)) for marks in (500, 4_000))
    assert many < 24 * few + 0.2
