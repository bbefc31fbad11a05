"""Wording as a whole: nothing is lost or moved, whatever the text; and how it agrees with annotated data."""

import importlib.util
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import marked

from firsthand.attribution.hedges import find_hedges
from firsthand.attribution.stance import read_cue
from firsthand.attribution.wording import anonymity_reasons, describe, impersonal_cues, own_voice, with_quotation
from firsthand.language.lexicons import load
from firsthand.language.quotes import quotations
from firsthand.language.sentences import sentences
from firsthand.model import Article, Span, Statement

SHARED = Path(__file__).parents[3] / "shared"
WORDS = [
    "she", "said", "not", "n’t", "the", "who", "saw", "“", "”", "'", ",", ".", "\n\n", "may", "allegedly", "asked",
    "to", "because", "on condition of anonymity", "is said to", "😀", "é", "deny", "named",
    "according to", "?", "A", "—",
]  # fmt: skip


def test_nothing_to_describe() -> None:
    assert describe(Article(key="t", text="It rained."), ()) == ()


def test_only_the_wording_changes() -> None:
    article, statements = marked("“{c|It may sink},” {s|she} {q|warned}, {s2|he} {q2|denied} {c2|it}.")
    for before, after in zip(statements, describe(article, statements), strict=True):
        assert (before.id, before.content_spans, before.cue_span, before.source_span, before.parent) == (
            after.id,
            after.content_spans,
            after.cue_span,
            after.source_span,
            after.parent,
        )


@settings(deadline=None, max_examples=120)
@given(st.lists(st.sampled_from(WORDS), min_size=6, max_size=40), st.data())
def test_any_text_is_described(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=6, max_size=6)) if len(text) > 8 else range(6))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    order = data.draw(st.permutations(spans))
    statement = Statement(
        id="1", quotation="indirect", content_spans=(order[0],), cue_span=order[1], source_span=order[2]
    )
    child = Statement(id="2", quotation="indirect", content_spans=(order[0],), cue_span=order[2], parent="1")
    article, marks, bounds = Article(key="t", text=text), quotations(text), sentences(text)
    found = describe(article, with_quotation(text, (statement, child), marks))
    for s in found:
        assert all(h.span.end <= len(text) for h in s.hedges)
        assert s.knowledge.span is None or s.knowledge.span.end <= len(text)
    assert all(span.end <= len(text) for span in anonymity_reasons(article, found).values())
    assert all(
        b.start <= o.start and o.end == b.end
        for o in own_voice(article, found, bounds, marks)
        for b in bounds
        if b.meets(o)
    )
    assert all(s.producer == "rule:reportive" for s in impersonal_cues(article, bounds))


@pytest.mark.shared
def test_the_commonest_cues_of_polnear_are_known() -> None:
    folder = SHARED / "polnear" / "train"
    if not folder.is_dir():
        pytest.skip("the project's data folder is not beside the checkout")
    path = SHARED / "scoring" / "attribution.py"
    spec = importlib.util.spec_from_file_location("scoring_attribution", path)
    assert spec is not None
    assert spec.loader is not None
    scoring = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scoring)
    cues: Counter[str] = Counter()
    for text, attributions, _ in scoring.gold(folder).values():
        cues.update(" ".join(text[s:e] for s, e in sorted(a["Cue"])).lower() for a in attributions if a["Cue"])
    worded = [(cue, n) for cue, n in cues.most_common(600) if re.search(r"[a-z]", cue)]
    known = [(cue, n) for cue, n in worded if _lemma(cue) is not None]
    share = sum(n for _, n in known) / sum(n for _, n in worded)
    print(f"{len(known)} of {len(worded)} commonest cues known, {100 * share:.1f} % of their uses")
    assert share > 0.95


def _lemma(cue: str) -> str | None:
    text = f"{cue} it"
    statement = Statement(
        id="1", quotation="indirect", content_spans=(Span(len(cue) + 1, len(text)),), cue_span=Span(0, len(cue))
    )
    return read_cue(text, statement, load().cues).lemma


@pytest.mark.shared
def test_stance_agrees_with_megaveridicality() -> None:
    """Mean factuality of "Someone VERBed that a thing happened", -3 to 3, by the verb's stance."""
    path = SHARED / "factuality" / "MV2" / "train.jsonl"
    if not path.is_file():
        pytest.skip("the project's data folder is not beside the checkout")
    frame = re.compile(r"(?:Someone|John) (?:was )?(\w+) (?:John |someone )?that a particular thing happened")
    by: dict[str, list[float]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        m = frame.match(row["text"])
        entries = dict(load().cues.entries.get(m.group(1), ())) if m else {}
        cue = entries.get((m.group(1),)) if m else None
        if cue is not None:
            by["reserve" if cue.reserve != "flat" else cue.stance].append(row["targets"][0]["label"])
    for name, labels in sorted(by.items(), key=lambda item: -mean(item[1])):
        print(f"{name:9} {mean(labels):5.2f} of {len(labels)}")
    assert mean(by["asserts"]) > mean(by["believes"]) > mean(by["denies"])
    assert mean(by["asserts"]) > mean(by["reserve"])
    assert mean(by["asserts"]) > mean(by["expects"])


@pytest.mark.shared
def test_hedged_findings_are_rated_less_certain() -> None:
    """Sentence-level certainty of scientific findings, 1 to 6, with and without a hedge of ours."""
    path = SHARED / "certainty" / "sentence-level-certainty.jsonl"
    if not path.is_file():
        pytest.skip("the project's data folder is not beside the checkout")
    lexicon = load().hedges
    by: dict[bool, list[float]] = {True: [], False: []}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        by[bool(find_hedges(row["finding"], lexicon))].append(row["sentence-level-certainty"])
    print(f"with a hedge {mean(by[True]):.2f} of {len(by[True])}, without {mean(by[False]):.2f} of {len(by[False])}")
    assert mean(by[True]) + 0.8 < mean(by[False])
