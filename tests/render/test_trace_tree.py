"""The tree: root to copies in order of time, whatever the derivations look like."""

from dataclasses import replace

import trace_story as story
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.trace import Root
from firsthand.render.trace_tree import DEEPEST, NOT_TRACED, branches, count, walk
from firsthand.render.trace_words import index

FOUND = index(story.TRACE)


def shape(tellings) -> list:
    return [(t.lead.key, shape(t.below)) for t in tellings]


def test_from_root_to_copies() -> None:
    (branch,) = branches(FOUND, story.CLAIM)
    assert shape(branch.tellings) == [("lantern-1", [("wire-1", [("post-1", [("gazette-1", []), ("blog-1", [])])])])]
    post = branch.tellings[0].below[0].below[0]
    assert [d.kind for d in post.drift] == ["hedge", "number"]
    assert post.edge is not None
    assert post.edge.kind == "rewrite"
    assert len(post.reports) == 2
    assert post.lead.field == "text"
    assert count(branch.tellings[0]) == 4


def test_who_denies_is_not_in_the_tree() -> None:
    assert "herald-1" not in {t.lead.key for b in branches(FOUND, story.CLAIM) for t in walk(b.tellings)}


def test_what_has_no_known_root_stands_apart() -> None:
    root = Root(source="engineer", reports=(story.FIRST.unit, story.WIRE.unit))
    claim = replace(story.CLAIM, roots=(root,))
    known, rest = branches(FOUND, claim)
    assert shape(known.tellings) == [("lantern-1", [("wire-1", [])])]
    assert rest.root is None
    assert rest.name == NOT_TRACED
    assert shape(rest.tellings) == [("post-1", [("gazette-1", []), ("blog-1", [])])]
    assert rest.tellings[0].taken_from == story.ID["wire-1"]


def test_two_roots_show_an_article_twice() -> None:
    second = replace(story.FIRST, unit="other", chain=("riis",))
    roots = (*story.CLAIM.roots, Root(source="riis", reports=("other",)))
    claim = replace(story.CLAIM, reports=(*story.REPORTS, second), roots=roots)
    assert [len(list(walk(b.tellings))) for b in branches(FOUND, claim)] == [5, 1]


def many(above: list[int | None]):
    """A claim told by articles 0, 1, …, each taken from the one that is told."""
    reports = tuple(
        replace(
            story.FIRST,
            unit=f"u{i}",
            article=f"a{i:04}",
            key=f"k{i}",
            derived_from=None if up is None else f"a{up:04}",
        )
        for i, up in enumerate(above)
    )
    root = Root(source="engineer", reports=tuple(r.unit for r in reports))
    return replace(story.CLAIM, reports=reports, roots=(root,), drift=())


@given(st.lists(st.none() | st.integers(0, 11), min_size=1, max_size=12))
def test_every_article_stands_once(above: list[int | None]) -> None:
    claim = many([None if up is None or up >= len(above) else up for up in above])
    (branch,) = branches(FOUND, claim)
    assert sorted(t.lead.article for t in walk(branch.tellings)) == [r.article for r in claim.reports]


def test_a_long_chain_does_not_grow_deeper() -> None:
    (branch,) = branches(FOUND, many([None, *range(1500)]))
    deep, at = 0, branch.tellings
    while at:
        deep, at = deep + 1, at[0].below
    assert deep == DEEPEST + 1
    assert len(list(walk(branch.tellings))) == 1501
