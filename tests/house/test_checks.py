"""Each rule on a few sentences: what it finds, and what it leaves alone."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.house import at_or_above, findings, read_rules
from firsthand.house.findings import place

sys.path.append(str(Path(__file__).parent))
from built import reading

TITLE = "A day in Ostby\n\n"


def rules_of(text: str, said=(), *, title: str = TITLE) -> list[str]:
    return [f.rule for f in findings(reading(title + text + "\n", said))]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("The chairman pocketed the money and left.", "accusation-without-source"),
        ("The chairman lined his own pockets.", "accusation-without-source"),
        ("The director leaned on the inspectors.", "accusation-without-source"),
        ("The club sold out-of-date tickets.", None),
        ("The owner has been fiddling his expenses.", "accusation-without-source"),
        ("The mayor had the minutes of the meeting shredded.", "accusation-without-source"),
        ("A driver was stoned by pickets.", "accusation-without-source"),
        ("The museum hung the stolen painting again.", None),
        ("The volunteers came to the clinic on Friday.", None),
        ("Nine bodies were found in the hold.", "casualties-without-source"),
        ("At least six others remain unaccounted for.", "casualties-without-source"),
        ("Forty dead trout lay on the bank.", None),
        ("The queues stem from a new ticket gate.", "cause-without-source"),
        ("The power cut was brought on by a digger.", "cause-without-source"),
        ("Takings have plunged on account of the new road.", "cause-without-source"),
        ("The shop is closed on Mondays because of the market.", None),
        ("The strike hit two workers on the pier.", None),
        ("Three sailors, among them a cook, were killed.", "casualties-without-source"),
        ("The pump failed because nobody had oiled it.", "cause-without-source"),
        ("The company falsified the records of four sites.", "accusation-without-source"),
        ("The records were falsified by the company's lawyers.", "accusation-without-source"),
        ("Gunnar Brask never pocketed the money.", None),
        ("Gunnar Brask was convicted of fraud in May.", None),
        ("A man robbed a bank in Aske on Friday.", None),
        ("In the second half Per Lund stole the ball and scored.", None),
        ("The band played until two and the rain stopped.", None),
        ("Twelve people were killed and forty injured.", "casualties-without-source"),
        ("The storm killed six people.", "casualties-without-source"),
        ("A quake there in 1964 killed 118 people.", None),
        ("I counted eleven dead in the yard.", None),
        ("Two people sat on a bench.", None),
        ("The fire was caused by faulty wiring.", "cause-without-source"),
        ("The ministry is to blame for the delay.", "cause-without-source"),
        ("The fire burned until noon.", None),
        ("Per Lund resigned because he feared the vote.", "motive-without-source"),
        ("Per Lund resigned on Monday.", None),
    ],
)
def test_the_paper_s_own_voice(sentence: str, rule: str | None) -> None:
    assert rules_of(sentence) == ([] if rule is None else [rule])


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Gunnar Brask pocketed the money and left.", True),
        ("Gunnar Brask pocketed the money and left. Brask denied it.", False),
        ("Gunnar Brask pocketed the money and left. His lawyer declined to comment.", False),
        ("The chairman pocketed the money and left.", False),
    ],
)
def test_whom_the_paper_itself_accuses_by_name_is_asked(text: str, missing: bool) -> None:
    assert ("accusation-without-reply" in rules_of(text)) is missing


def test_a_title_s_own_words_are_those_of_the_text() -> None:
    said = [("A friend", "said", "Per Lund could resign this week")]
    text = "Per Lund could resign this week, A friend said.\n\nThe council meets on Monday. It has 40 seats."
    assert "title-without-hedge" in rules_of(text, said, title="Lund quits\n\n")


def test_a_source_in_the_sentence_answers_for_it() -> None:
    text = "Gunnar Brask took bribes, Ida Fenn said. Brask denied it."
    assert rules_of(text, [("Ida Fenn", "said", "Gunnar Brask took bribes")]) == []


def test_figures_that_somebody_gives_elsewhere_may_stand() -> None:
    text = "Twelve people were killed on Monday. Twelve people were killed, Ida Fenn said."
    said = [("Ida Fenn", "said", "Twelve people were killed")]
    found = findings(reading(TITLE + text + "\n", said))
    assert [f.rule for f in found] in ([], ["casualties-without-source"])


@pytest.mark.parametrize(
    ("who", "rest", "rules"),
    [
        ("A clerk at the court", "", ["unnamed-without-reason"]),
        ("A clerk at the court", " The clerk asked not to be named for fear of dismissal.", []),
        ("A person close to the bank", "", ["unnamed-without-knowledge", "unnamed-without-reason"]),
        ("A source", "", ["undescribed-source", "unnamed-without-reason"]),
        ("A spokeswoman for the bank", "", []),
        ("Two nurses", "", ["unnamed-without-reason"]),
        ("A resident", "", []),
    ],
)
def test_unnamed_sources(who: str, rest: str, rules: list[str]) -> None:
    text = f"It rained. It went on raining. {who} said the gate had been open on Sunday.{rest}"
    said = [(who, "said", "the gate had been open on Sunday")]
    assert sorted(rules_of(text, said)) == rules


def test_an_accusation_needs_a_word_of_the_accused() -> None:
    text = "Ida Fenn said Gunnar Brask had forged a letter."
    said = [("Ida Fenn", "said", "Gunnar Brask had forged a letter")]
    assert rules_of(text, said) == ["accusation-without-reply"]
    for reply in (
        " Brask did not respond to a request for comment.",
        " Brask denied it.",
        " Her account is untrue, his lawyer said.",
    ):
        assert rules_of(text + reply, said) == [], reply
    assert rules_of(text + " It had rained all day, but Sven Aas denied it.", said) == ["accusation-without-reply"]


def test_titles() -> None:
    text = "The mayor may resign over the bridge, Ida Fenn said."
    said = [("Ida Fenn", "said", "The mayor may resign over the bridge")]
    assert rules_of(text, said, title="Mayor resigns over bridge\n\n") == ["title-without-hedge"]
    assert rules_of(text, said, title="Mayor may resign over bridge\n\n") == []
    assert rules_of(text, said, title="Mayor to resign over bridge?\n\n") == []
    text = "“It was a quiet night,” Ida Fenn said."
    said = [("Ida Fenn", "said", "“It was a quiet night,”")]
    assert rules_of(text, said, title="‘It was a bad night’\n\n") == ["title-quotation-not-in-text"]
    assert rules_of(text, said, title="‘A quiet night’\n\n") == []


def test_a_quotation_alone_has_no_speaker() -> None:
    text = "“It was a quiet night,” Ida Fenn said.\n\n“Nobody came to the door at all.”"
    said = [("Ida Fenn", "said", "“It was a quiet night,”")]
    assert rules_of(text, said) == ["quotation-without-speaker"]


def test_a_plural_with_one_behind_it() -> None:
    text = "Sources said the bank was for sale. The source said it was cheap."
    said = [("Sources", "said", "the bank was for sale")]
    assert "plural-for-one-source" in rules_of(text, said)


def test_a_house_decides() -> None:
    draft = reading(TITLE + "The chairman pocketed the money and left.\n")
    assert findings(draft, read_rules("[rules.accusation-without-source]\non = false")) == ()
    assert findings(draft, read_rules("[rules.accusation-without-source]\nexcept = ['pocketed']")) == ()
    [found] = findings(draft, read_rules("[rules.accusation-without-source]\nseverity = 'note'"))
    assert (found.severity, found.line, found.column) == ("note", 3, 1)
    assert at_or_above([found], "note") == (found,)
    assert at_or_above([found], "warning") == ()
    also = read_rules("[rules.accusation-without-source]\nalso = ['juggl(?:ed|ing)']")
    assert [f.rule for f in findings(reading(TITLE + "Gunnar Brask juggled the books.\n"), also)]


@given(st.text(alphabet="ab\n😀", max_size=40), st.data())
def test_places_count_lines_and_columns_from_one(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    line, column = place(text, at)
    before = text.split("\n")[: line - 1]
    assert sum(len(b) + 1 for b in before) + column - 1 == at


@given(st.text(alphabet="aA .,“”'?\n-1é", max_size=200))
def test_any_text_can_be_checked(text: str) -> None:
    for f in findings(reading("T\n" + text)):
        assert f.span.end <= len(text) + 2


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("As was to be learned from company circles, the works will close.", "unnamed-without-reason"),
        ("From well-informed quarters it is heard that the works will close.", "unnamed-without-reason"),
        ("We spoke to a man who used to work there. He told us it was cold.", "unnamed-without-reason"),
        ("Multiple sources say talks are off. The source says both sides went home.", "plural-for-one-source"),
    ],
)
def test_sources_that_stand_in_the_text_s_own_words(text: str, rule: str) -> None:
    assert rule in rules_of(text)


def test_a_reason_beside_it_is_heard() -> None:
    text = "As was learned from company circles, who asked not to be named because they fear for their jobs, it shuts."
    assert "unnamed-without-reason" not in rules_of(text)


def test_single_marks_in_a_title_quote() -> None:
    title = "Mayor 'left clerk in tears' over parking\n\n"
    assert rules_of("The mayor met the clerk on Friday.", title=title) == ["title-quotation-not-in-text"]


def test_what_is_only_expected_is_no_fact_in_a_title() -> None:
    title = "Watchdog fines Brask Bank\n\n"
    assert "title-without-hedge" in rules_of("The watchdog is set to fine Brask Bank next week.", title=title)
