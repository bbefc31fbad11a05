"""brat standoff: what a reader of PolNeAR's form finds in it."""

import re
from collections import defaultdict

import harbour
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import Article, Reading, Span, Statement
from firsthand.render.brat import CONFIGURATION, standoff


def events(ann: str) -> list[dict[str, list[tuple[int, int]]]]:
    """The events as PolNeAR's readers take them: {role: spans}."""
    bound, found = {}, []
    for line in ann.splitlines():
        name, what, *_ = line.split("\t")
        if name[0] == "T":
            bound[name] = [tuple(map(int, p.split())) for p in what.split(" ", 1)[1].split(";")]
        elif name[0] == "E":
            roles = defaultdict(list)
            for pair in what.split()[1:]:
                role, mark = pair.split(":")
                roles[re.sub(r"\d+$", "", role)] += bound[mark]
            found.append(dict(roles))
    return found


def test_events_are_the_outermost_statements_with_continuations_joined() -> None:
    found = events(standoff(harbour.reading()))
    assert len(found) == 8
    joined = next(e for e in found if len(e["Content"]) == 4)
    assert [harbour.TEXT[a:b][:12] for a, b in joined["Content"]] == [
        "“Nobody has ", "“and nobody ", "“We opened t", "There is not",
    ]  # fmt: skip
    assert [e for e in found if "Source" not in e] == [found[-1]]


def test_nested_statements_are_relations_and_not_events() -> None:
    ann = standoff(harbour.reading())
    assert re.findall(r"^R\d+\t(\w+) ", ann, re.M) == ["SourceOf", "CueOf"]
    assert "R1\tSourceOf" in ann


def test_the_words_beside_the_offsets_are_the_articles() -> None:
    for line in standoff(harbour.reading()).splitlines():
        if line[0] == "T":
            _, what, words = line.split("\t")
            spans = [tuple(map(int, p.split())) for p in what.split(" ", 1)[1].split(";")]
            assert words == " ".join(harbour.TEXT[a:b] for a, b in spans).replace("\x1b", "\ufffd")


def test_a_statement_without_source_and_cue_sits_on_its_content() -> None:
    said = Statement(id="a", quotation="direct", content_spans=(Span(0, 7),))
    ann = standoff(Reading(article=Article(key="k", text="“We go”"), statements=(said,)))
    assert ann.splitlines()[-1] == "E1\tAttribution-no-source:T2 Content:T1"


@settings(deadline=None)
@given(st.text("ab \n\t\r\u2028\u0085", min_size=1, max_size=30), st.data())
def test_every_line_keeps_its_fields_and_no_span_crosses_a_line_end(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    said = Statement(id="a", quotation="indirect", content_spans=(Span(start, end),))
    ann = standoff(Reading(article=Article(key="k", text=text), statements=(said,)))
    assert not ann or ann.endswith("\n")
    for line in ann.split("\n")[:-1]:
        fields = line.split("\t")
        assert len(fields) == (3 if line[0] == "T" else 2)
        if line[0] == "T":
            for place in fields[1].split(" ", 1)[1].split(";"):
                a, b = map(int, place.split())
                assert "\n" not in text[a:b]


def test_the_configuration_names_all_that_is_written() -> None:
    for kind in re.findall(r"^[TER]\d+\t([\w-]+)", standoff(harbour.reading()), re.M):
        assert kind in CONFIGURATION
