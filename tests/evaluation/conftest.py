import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from firsthand.model import Article, Reading, Source, Span, Statement

SHARED = Path(__file__).parents[3] / "shared"
TEXT = (
    "Ferry stays in port\n\n"
    "Ilse Brandt, the harbour master, said the ferry would “stay in port”, the Tidewater Post reported. "
    "“It is the storm,” she said.\n"
)


@pytest.fixture
def shared() -> Path:
    """The project's data folder, beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the project's data folder is not beside the checkout")
    return SHARED


@pytest.fixture
def script(shared: Path) -> Callable[[str], ModuleType]:
    """Loads a script of the data folder by its name."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"scoring_{name}", shared / "scoring" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def reading() -> Reading:
    """Three statements of two sources: an outlet's, a nested one with its words, and one more of the nested source."""
    post = Source(id="s1", kind="outlet", name="the Tidewater Post")
    brandt = Source(id="s2", kind="person", name="Ilse Brandt", role="harbour master")

    def span(words: str) -> Span:
        start = TEXT.index(words)
        return Span(start, start + len(words))

    whole = span("Ilse Brandt, the harbour master, said the ferry would “stay in port”")
    return Reading(
        article=Article(key="ferry", text=TEXT),
        sources=(post, brandt),
        statements=(
            Statement(
                id="a1",
                quotation="mixed",
                content_spans=(whole,),
                source_span=span("the Tidewater Post"),
                cue_span=span("reported"),
                source="s1",
                stated_chain=("s1",),
                confidence=0.9,
            ),
            Statement(
                id="a1.1",
                quotation="mixed",
                content_spans=(span("the ferry would “stay in port”"),),
                source_span=span("Ilse Brandt, the harbour master"),
                cue_span=span("said"),
                source="s2",
                parent="a1",
                stated_chain=("s2", "s1"),
                confidence=0.8,
            ),
            Statement(
                id="a2",
                quotation="direct",
                content_spans=(span("“It is the storm,”"),),
                source_span=span("she"),
                source="s2",
                stated_chain=("s2",),
                confidence=0.7,
            ),
        ),
    )
