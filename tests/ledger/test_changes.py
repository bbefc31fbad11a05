import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.ledger.changes import Changes, changes, in_words, matches
from firsthand.model import Article, Hedge, Reading, Source, Span, Statement

Said = tuple[str, str] | tuple[str, str, dict]
"""Who said what, and more of the statement; "an …" or "two …" makes an unnamed source."""


def reading(*said: Said, title: str | None = "A title", published: str | None = None, more: str = "") -> Reading:
    text, statements, sources = "", [], {}
    for n, (who, what, *rest) in enumerate(said):
        start = len(text) + len(who) + len(" said ")
        text += f"{who} said {what}.\n"
        unnamed = who.startswith(("an ", "two ", "a "))
        source = sources.setdefault(
            who,
            Source(
                id=f"s{len(sources)}",
                kind="person",
                name=None if unnamed else who,
                descriptor=who if unnamed else None,
                anonymous=unnamed,
            ),
        )
        given_: dict = {"quotation": "indirect"} | (rest[0] if rest else {})
        hedges = tuple(
            Hedge(span=Span(start + what.index(w), start + what.index(w) + len(w)), term=w)
            for w in given_.pop("hedged", ())
        )
        span = Span(start, start + len(what))
        statements.append(
            Statement(id=f"a{n}", content_spans=(span,), source=source.id, hedges=hedges, **given_),
        )
    return Reading(
        article=Article(key="a", text=text + more or " ", title=title, published=published),
        sources=tuple(sources.values()),
        statements=tuple(statements),
    )


SWELL = ("Ilse Brandt", "the swell was above four metres")
BREAD = ("Tomas Wray", "the bread had run out on Sunday evening")


def aspects(found: Changes) -> list[tuple[str, str, str]]:
    return [(d.aspect, d.before, d.after) for a in found.altered for d in a.differs]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (SWELL, SWELL, []),
        (SWELL, ("Ilse Brandt", "The swell was, above four  metres"), []),
        (SWELL, ("Brandt", "the swell was above four metres"), []),
        (
            SWELL,
            ("Ilse Brandt", "the swell was above five metres"),
            [
                ("wording", "the swell was above four metres", "the swell was above five metres"),
                ("number", "four", "five"),
            ],
        ),
        (
            SWELL,
            ("Ilse Brandt", "the swell was above 4 metres"),
            [("wording", "the swell was above four metres", "the swell was above 4 metres")],
        ),
        (SWELL, ("Rena Holt", "the swell was above four metres"), [("source", "Ilse Brandt", "Rena Holt")]),
        (SWELL, ("an official", "the swell was above four metres"), [("source", "Ilse Brandt", "an official")]),
        (
            ("two officials", "the deal was close to done"),
            ("an official", "the deal was close to done"),
            [("source", "two officials", "an official")],
        ),
        (
            ("Rena Holt", "the county “will pay” for the boat", {"quotation": "mixed"}),
            ("Rena Holt", "the county will pay for the boat"),
            [("quoted words", "will pay", ""), ("quotation", "mixed", "indirect")],
        ),
        (
            ("Rena Holt", "“We will pay for it all”", {"quotation": "direct"}),
            ("Rena Holt", "“We may pay for it all”", {"quotation": "direct"}),
            [
                ("wording", "“We will pay for it all”", "“We may pay for it all”"),
                ("quoted words", "We will pay for it all", "We may pay for it all"),
            ],
        ),
        (
            ("Rena Holt", "the boat would perhaps sail", {"certainty": "hedged", "hedged": ["perhaps"]}),
            ("Rena Holt", "the boat would sail"),
            [
                ("wording", "the boat would perhaps sail", "the boat would sail"),
                ("hedge", "perhaps", ""),
                ("certainty", "hedged", "flat"),
            ],
        ),
        (
            ("Rena Holt", "the boat was late", {"stance": "denies"}),
            ("Rena Holt", "the boat was late"),
            [("stance", "denies", "asserts")],
        ),
        (
            ("Rena Holt", "the work cost 1,200,000 and took 3.5 years"),
            ("Rena Holt", "the work cost 1200000 and took 3.5 years"),
            [
                (
                    "wording",
                    "the work cost 1,200,000 and took 3.5 years",
                    "the work cost 1200000 and took 3.5 years",
                )
            ],
        ),
        (
            ("Rena Holt", "the work cost 3 million in all"),
            ("Rena Holt", "the work cost 3 billion in all"),
            [
                ("wording", "the work cost 3 million in all", "the work cost 3 billion in all"),
                ("number", "3 million", "3 billion"),
            ],
        ),
    ],
)
def test_what_differs_in_a_statement(before: Said, after: Said, expected: list[tuple[str, str, str]]) -> None:
    found = changes(reading(before, BREAD), reading(after, BREAD))
    assert aspects(found) == expected
    assert (found.kept, found.gained, found.lost) == (1 if expected else 2, (), ())


def test_gained_and_lost() -> None:
    new = ("Rena Holt", "the county would fly in medicine by noon")
    found = changes(reading(SWELL, BREAD), reading(new, BREAD))
    assert [s.id for s in found.gained] == ["a0"]
    assert [s.id for s in found.lost] == ["a0"]
    assert (found.kept, found.altered) == (1, ())


@pytest.mark.parametrize(
    ("before", "after", "one"),
    [
        # Half of the words are enough for one source, not for two.
        (("Ilse Brandt", "no boat can cross today"), ("Ilse Brandt", "no boat will cross now"), True),
        (("Ilse Brandt", "no boat can cross today"), ("Rena Holt", "no boat will cross now"), False),
        (("Ilse Brandt", "no boat can cross today"), ("Rena Holt", "no boat can cross now"), True),
        # Cut down to a part of it.
        (
            ("Ilse Brandt", "the swell was so high that for three days and nights no crew could be asked to cross it"),
            ("Ilse Brandt", "no crew could be asked to cross it"),
            True,
        ),
        (("an official", "no boat can cross today"), ("an aide", "every bus was late again"), False),
    ],
)
def test_what_is_one_statement(before: Said, after: Said, one: bool) -> None:
    assert len(matches(reading(before), reading(after))) == one
    assert len(matches(reading(after), reading(before))) == one


def test_a_content_given_twice_is_matched_by_its_source() -> None:
    post, brandt = ("the Post", "the boat stays in port"), ("Ilse Brandt", "the boat stays in port")
    found = matches(reading(post, brandt), reading(brandt, post))
    assert [(x.id, y.id) for x, y in found] == [("a1", "a0"), ("a0", "a1")]
    assert changes(reading(post, brandt), reading(brandt, post)).kept == 2


def test_the_best_match_is_taken_first() -> None:
    early = reading(("Ilse Brandt", "a b c d e f"), ("Ilse Brandt", "a b c d x y"))
    late = reading(("Ilse Brandt", "a b c d x z"))
    assert [(x.id, y.id) for x, y in matches(early, late)] == [("a1", "a0")]


NOTE = "\nCorrection: The swell was five metres, not four.\n"


@pytest.mark.parametrize(
    ("before", "after", "kind", "new", "told"),
    [
        ("", "", None, False, "the two captures have the same words"),
        ("", "\nThe sea is calm.", None, False, "the two captures differ; no correction note found"),
        ("", NOTE, "correction", True, "the two captures differ; a correction note is found in the later one"),
        (NOTE, NOTE + "\nCalm.", "correction", False, "the two captures differ; a correction note is found in both"),
        (
            NOTE,
            "\nUpdate: It sailed.\n" + NOTE,
            "update",
            True,
            "the two captures differ; an update note is found in the",
        ),
        (
            "",
            "\nEditor’s note: Read on.",
            "editor’s note",
            True,
            "the two captures differ; an editor’s note is found in",
        ),
        (
            "",
            "\nThis article was amended in May.",
            "amendment",
            True,
            "the two captures differ; an amendment note is fo",
        ),
    ],
)
def test_notes(before: str, after: str, kind: str | None, new: bool, told: str) -> None:
    later = reading(SWELL, more=after)
    found = changes(reading(SWELL, more=before), later)
    assert (found.note.kind if found.note else None, found.note_is_new) == (kind, new)
    assert in_words(found).startswith(told)
    if found.note is not None and kind == "correction":
        assert found.note.span.of(later.article.text) == NOTE.strip()


def test_title_and_time_of_publication() -> None:
    found = changes(reading(SWELL, title="A", published="2031-05-04"), reading(SWELL, title="B", published=None))
    assert (found.title, found.published) == (("A", "B"), ("2031-05-04", None))
    assert found.differ
    assert not found.words_differ
    assert not changes(reading(SWELL), reading(SWELL)).differ


sayings = st.lists(
    st.tuples(
        st.sampled_from(["Ilse Brandt", "Rena Holt", "an official"]),
        st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6).map(" ".join),
    ),
    max_size=6,
)


@settings(max_examples=30)
@given(sayings, sayings)
def test_every_statement_is_told_once(before: list[Said], after: list[Said]) -> None:
    one, other = reading(*before), reading(*after)
    found = changes(one, other)
    assert found.kept + len(found.altered) + len(found.lost) == len(before)
    assert found.kept + len(found.altered) + len(found.gained) == len(after)
    assert found == changes(one, other)
    same = changes(one, one)
    assert (same.kept, same.differ) == (len(before), False)


def test_time_is_bounded() -> None:
    many = [("Ilse Brandt", f"the boat {n} sails at {n * 7 % 97} from the pier") for n in range(200)]
    start = time.process_time()
    changes(reading(*many), reading(*[(who, what + " again") for who, what in many]))
    assert time.process_time() - start < 8
