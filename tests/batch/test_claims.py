"""Claims of a batch: as the ledger finds them, however they are shared out, and taken up where a run was killed."""

import json
import random
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.batch import claims as stages
from firsthand.batch.claims import claim, local_mapper
from firsthand.batch.claims_forms import FormsTask, make_forms
from firsthand.batch.claims_parts import buckets, components, parts
from firsthand.batch.folder import Folder
from firsthand.batch.parts import write_shard
from firsthand.batch.places import File
from firsthand.batch.rows import Result, batch_of
from firsthand.batch.shards import Shard
from firsthand.errors import NotFound, NotReadable
from firsthand.language.outlets import load_outlets
from firsthand.ledger import open_ledger
from firsthand.ledger.tables import units
from firsthand.ledger.units import FormPair
from firsthand.ledger.writing import ReadBy
from firsthand.model import Article, Basis, Capture, Reading, Source, Span, Statement, Taken
from firsthand.pipeline import tracing
from firsthand.pipeline.adding import Adder
from firsthand.pipeline.tracing_graph import connected

OUTLETS = ("Valley Courier", "Harbour Post", "Ridge Herald")
TELLINGS = (
    ("The port council cancelled the harbour dredging contract with Kellan Marine", "Orla Venn", "said"),
    ("Kellan Marine lost the harbour dredging contract on Tuesday", "Orla Venn", "added"),
    ("Twelve pilots refused to board the damaged tanker Merisel off Skerry Point", "Bram Oduya", "said"),
    ("Pilots would not board the damaged tanker Merisel at Skerry Point", "Bram Oduya", "said"),
    ("The bakery in Aldwick won the regional prize for rye bread", "Tess Holm", "said"),
)


def reading(number: int) -> Reading:
    """An article that tells two of the things above."""
    text, places = "", []
    for content, who, cue in (TELLINGS[number % 5], TELLINGS[(number + 1) % 5]):
        start = len(text)
        text += f"{content}, {who} {cue}. "
        at = start + len(content) + 2
        places.append((Span(start, start + len(content)), Span(at, at + len(who))))
    article = Article(
        key=f"a{number}",
        text=text,
        title=TELLINGS[number % 5][0],
        outlet=OUTLETS[number % 3],
        published=f"2031-05-{4 + number // 3:02}",
        url=f"https://paper{number}.example/{number}",
    )
    names = {text[m.start : m.end]: m for _, m in places}
    sources = tuple(
        Source(id=f"s{n}", kind="person", name=name, mentions=(m,)) for n, (name, m) in enumerate(names.items(), 1)
    )
    of = {s.name: s.id for s in sources}
    statements = tuple(
        Statement(
            id=f"a{n}",
            quotation="indirect",
            content_spans=(content,),
            source_span=mention,
            source=of[text[mention.start : mention.end]],
            stated_chain=(of[text[mention.start : mention.end]],),
            producer="test",
        )
        for n, (content, mention) in enumerate(places, 1)
    )
    return Reading(article=article, sources=sources, statements=statements, basis=Basis(named=tuple(of.values())))


def capture(one: Reading) -> Capture:
    day = one.article.published
    at, url = f"{day}T09:00:00Z", one.article.url
    return Capture(location=str(url), url=url, fetched_at=at, body=one.article.text.encode(), media_type="text/plain")


def written(place: Path, readings: list[Reading], *, shard_of: int) -> str:
    """A folder as `firsthand batch` leaves it."""
    folder = Folder.at(str(place))
    folder.begin()
    for n in range(0, len(readings), shard_of):
        some = [Result(what=r, capture=capture(r)) for r in readings[n : n + shard_of]]
        file = File(place="/news.jsonl", name="news", size=1, modified=None)
        shard = Shard(file=file, id=f"aaaaaaaa-bbbb-{n:06}", number=n, unit="lines")
        read_by = ReadBy(encoder="none", version="test")
        write_shard(folder, shard, [batch_of(some, outlets=load_outlets(), read_by=read_by)], facts={})
    return str(place)


def rows(place: str, name: str) -> list[dict]:
    return pq.read_table(Path(place) / name).to_pylist()


READINGS = [reading(n) for n in range(12)]


class Known:
    """A reader that knows what it is asked for."""

    encoder = SimpleNamespace(version="none", card={"version": "none"})

    def read(self, article: Article) -> Reading:
        return next(r for r in READINGS if r.article.key == article.key)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> str:
    place = written(tmp_path_factory.mktemp("batch") / "out", READINGS, shard_of=5)
    claim(place, local_mapper(1))
    return place


def test_the_claims_are_those_of_a_ledger(made: str, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        adder = Adder(ledger=ledger, load=lambda: Known())  # type: ignore[arg-type, return-value]
        for one in READINGS:
            taken = Taken(key=one.article.key, capture=capture(one), article=one.article)
            assert adder.take(taken).what == "added"
        tracing.track(ledger)
        with ledger.reading() as connection:
            held = {r.id: r.claim for r in connection.execute(units.select())}
    assert {r["unit"]: r["claim"] for r in rows(made, "claims")} == held
    assert len(set(held.values())) < len(held)


@pytest.mark.parametrize(("shard_of", "slice_of"), [(12, 1000), (3, 4), (1, 1)])
def test_how_it_is_shared_out_changes_nothing(made: str, tmp_path: Path, shard_of: int, slice_of: int) -> None:
    shuffled = READINGS[:]
    random.Random(shard_of).shuffle(shuffled)
    place = written(tmp_path / "out", shuffled, shard_of=shard_of)
    claim(place, local_mapper(1), slice_of=slice_of)
    for name in ("claims", "claim_pairs"):
        assert rows(place, name) == rows(made, name)


def test_a_killed_run_goes_on_and_gives_the_same(made: str, tmp_path: Path, monkeypatch) -> None:
    place = written(tmp_path / "out", READINGS, shard_of=4)
    begun: list[str] = []

    def dies(function, items):
        for item in items:
            begun.append(function.__name__)
            if len(begun) == 5:
                raise KeyboardInterrupt
            yield function(item)

    with pytest.raises(KeyboardInterrupt):
        claim(place, dies, slice_of=4)
    assert begun == ["make_forms"] * 3 + ["make_pairs"] * 2
    assert not (Path(place) / "claims").exists()
    again: list[str] = []

    def goes_on(function, items):
        for item in items:
            again.append(function.__name__)
            yield function(item)

    claim(place, goes_on, slice_of=4)
    assert again[:2] == ["make_pairs"] * 2
    assert rows(place, "claims") == rows(made, "claims")
    told = json.loads((Path(place) / "_claims" / "claims.json").read_text())
    assert told["reports"] == len(rows(place, "claims"))
    assert not list((Path(place) / "_claims").glob("run-*"))


def test_a_second_run_reads_no_shard_again_and_a_new_shard_only(made: str, tmp_path: Path) -> None:
    place = written(tmp_path / "out", READINGS[:8], shard_of=4)
    claim(place, local_mapper(1))
    written(Path(place), [*READINGS[:8], *READINGS[8:]], shard_of=4)
    done: list[str] = []
    claim(place, local_mapper(1), told=lambda stage, n, every: done.append(f"{stage} {n} {every}"))
    assert done[0] == "forms 1 1"
    assert rows(place, "claims") == rows(made, "claims")


def test_a_shard_that_was_read_again_is_taken_apart_again(made: str, tmp_path: Path) -> None:
    place = written(tmp_path / "out", [*READINGS[4:8], *READINGS[4:]], shard_of=4)
    claim(place, local_mapper(1))
    written(Path(place), READINGS, shard_of=4)
    done: list[str] = []
    claim(place, local_mapper(1), told=lambda stage, n, every: done.append(f"{stage} {n} {every}"))
    assert done[0] == "forms 1 1"
    for name in ("claims", "claim_pairs"):
        assert rows(place, name) == rows(made, name)
    assert len(list((Path(place) / "_claims").glob("forms-*/*"))) == 3


def test_a_page_counts_in_its_last_version_and_an_article_once(tmp_path: Path) -> None:
    first = READINGS[0]
    later = replace(READINGS[5], article=replace(READINGS[5].article, url=first.article.url))
    place = written(tmp_path / "out", [first, first, later], shard_of=1)
    found = claim(place, local_mapper(1))
    assert {r["key"] for r in rows(place, "claims")} == {later.article.key}
    assert found.articles == 1


def test_what_is_no_batch_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no folder that firsthand batch wrote"):
        claim(str(tmp_path), local_mapper(1))
    Folder.at(str(tmp_path / "out")).begin()
    with pytest.raises(NotFound, match="holds no article"):
        claim(str(tmp_path / "out"), local_mapper(1))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.drop_columns(["record"]), "it has no columns called “record”"),
        (lambda t: t.set_column(t.schema.get_field_index("record"), "record", [["{"] * len(t)]), "it holds no record"),
        (
            lambda t: t.set_column(t.schema.get_field_index("title"), "title", [["Sold"] * len(t)]),
            "says something else",
        ),
    ],
)
def test_a_forged_part_is_told(made: str, tmp_path: Path, change, told: str) -> None:
    (part, *_) = sorted(Path(made).rglob("articles/**/*.parquet"))
    forged = tmp_path / "forged.parquet"
    pq.write_table(change(pq.read_table(part, partitioning=None)), forged)
    with pytest.raises(NotReadable, match=told):
        make_forms(FormsTask(part=str(forged), place=str(tmp_path / "forms.arrow")))


def test_two_workers_give_what_one_gives(made: str, tmp_path: Path) -> None:
    place = written(tmp_path / "out", READINGS, shard_of=6)
    claim(place, local_mapper(2), slice_of=6)
    assert rows(place, "claims") == rows(made, "claims")


EDGES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from([0.1, 0.12, 0.3, 0.5, 0.75, 0.9])))


@given(EDGES)
def test_components_are_those_of_a_walk(edges) -> None:
    a, b = (np.array([e[n] for e in edges], dtype=np.int64) for n in (0, 1))
    found = components(np.arange(31), a, b)
    for x, y, _ in edges:
        assert found[x] == found[y]
    walked = list(range(31))
    for _ in range(31):
        for x, y, _ in edges:
            walked[x] = walked[y] = min(walked[x], walked[y])
    assert found.tolist() == walked


@given(EDGES)
def test_parts_are_the_ledgers(edges) -> None:
    """With parts of at most three forms, so that steps are taken."""
    kept = {tuple(sorted((x, y))): p for x, y, p in edges if x != y}
    pairs = {(f"{x:03}", f"{y:03}"): FormPair(f"{x:03}", f"{y:03}", p) for (x, y), p in kept.items()}
    a, b = (np.array([ids[n] for ids in kept], dtype=np.int64) for n in (0, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("firsthand.batch.claims_parts.MOST_FORMS", 3)
        patch.setattr("firsthand.pipeline.tracing_graph.MOST_FORMS", 3)
        labels = parts(31, a, b, np.array(list(kept.values())))
        ledgers = {frozenset(map(int, ids)) for ids in connected([f"{n:03}" for n in range(31)], pairs)}
    mine: dict[int, set[int]] = {}
    for n, label in enumerate(labels.tolist()):
        mine.setdefault(label, set()).add(n)
    assert {frozenset(ids) for ids in mine.values()} == ledgers
    assert all(min(ids) == label for label, ids in mine.items())
    assert all(len({int(x) for x in buckets(labels)[list(ids)]}) == 1 for ids in mine.values())


def test_stages_are_functions_that_can_be_sent_by_name() -> None:
    for function in (stages.make_forms, stages.make_pairs, stages.shuffle, stages.group):
        assert function.__module__.startswith("firsthand.batch.claims_")
