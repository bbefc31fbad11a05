"""The Python door: one call reads, and what it gives is pleasant to hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import firsthand
from firsthand import api
from firsthand.model import Article, Failure, Reading, Source, Span, Statement

TEXT = "Ferry stays in port\n\n“The ferry will not sail today,” Ola Brandvik said to the people on the quay.\n"


class Stand:
    """Finds one statement in every article."""

    def read(self, article: Article) -> Reading:
        at = article.text.index("The ferry")
        said = Statement(
            id="a1", quotation="direct", content_spans=(Span(at, at + 30),), source="s1", stated_chain=("s1",)
        )
        return Reading(article=article, sources=(Source(id="s1", kind="person", name="Ola"),), statements=(said,))


@pytest.fixture(autouse=True)
def _stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    api._reader.cache_clear()
    monkeypatch.setattr(api.Reader, "load", classmethod(lambda cls: Stand()))
    yield
    api._reader.cache_clear()


def test_the_names_are_sorted_and_all_there() -> None:
    assert firsthand.__all__ == sorted(firsthand.__all__)
    for name in firsthand.__all__:
        assert getattr(firsthand, name) is not None
    assert set(firsthand.__all__) <= set(dir(firsthand))
    with pytest.raises(AttributeError, match="nonsense"):
        firsthand.nonsense  # noqa: B018


def test_the_stub_names_the_same() -> None:
    stub = Path(firsthand.__file__).with_suffix(".pyi").read_text()
    assert all(f" as {name}\n" in stub for name in firsthand.__all__ if name != "__version__")


def test_text_is_read_as_text() -> None:
    page = firsthand.read(TEXT, outlet="The Quay", published="2031-01-02", key="ferry")
    assert (page.article.key, page.article.outlet, page.article.published) == ("ferry", "The Quay", "2031-01-02")
    assert page.article.text == TEXT
    assert page.article.title == "Ferry stays in port"
    assert firsthand.read("\ufeff" + TEXT.replace("\n", "\r\n")).article.text == TEXT


def test_a_path_an_article_and_a_string_that_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "the ferry.txt"
    path.write_text(TEXT)
    for where in (path, str(path)):
        assert firsthand.read(where).article.key == "the ferry"
    article = Article(key="k", text=TEXT)
    assert firsthand.read(article, title="T").article.title == "T"


def test_errors_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(firsthand.InputError, match="nowhere"):
        firsthand.read("nowhere.txt")
    with pytest.raises(firsthand.InputError):
        firsthand.read(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT)
    with pytest.raises(firsthand.InputError, match="more than one"):
        firsthand.read(tmp_path)


def test_many_go_on_past_failures(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    found = list(firsthand.read_many([tmp_path / "none.txt", tmp_path / "a.txt"]))
    assert isinstance(found[0], Failure)
    assert isinstance(found[1], firsthand.Page)


def test_the_page_is_pleasant() -> None:
    page = firsthand.read(TEXT)
    [said] = page
    assert len(page) == 1
    assert page.statements == (said,)
    assert page.words(said) == "“The ferry will not sail today,”"
    assert page.chain(said) == "Ola"
    assert page.source(said) == page.sources[0]
    assert page.basis == page.reading.basis
    assert page.own_voice == ()
    assert repr(page) == "<firsthand 'text': 1 statement; 0 named, 0 unnamed, 0 outlets, 0 documents>"
    assert str(page) == page.to_text()
    assert page._repr_html_().startswith("<iframe sandbox")
    assert page.to_html().startswith("<!DOCTYPE html>")
    assert page.to_csv().count("\n") == 2
    assert page.to_json()["schema"] == "firsthand/1"
    assert page == firsthand.read(TEXT)
    assert hash(page)
