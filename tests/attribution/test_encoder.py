"""The encoder's files: what is missing or damaged is said in one sentence. Its runs: what is found is where it stands,
whatever the windows, the cues read together and the threads.
"""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

import firsthand.attribution.encoder as module
from firsthand.attribution.decode import CUE_TAGS, ROLE_TAGS
from firsthand.attribution.encoder import FILES, Encoder
from firsthand.errors import ModelError


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"lacks body\.onnx, .*card\.json") as error:
        Encoder.load(tmp_path / "nowhere")
    assert "nowhere" in str(error.value)


@pytest.mark.parametrize("missing", FILES)
def test_a_file_that_is_not_there(tmp_path: Path, missing: str) -> None:
    for name in FILES:
        if name != missing:
            (tmp_path / name).write_bytes(b"")
    with pytest.raises(ModelError, match=f"lacks {missing}; "):
        Encoder.load(tmp_path)


def test_files_that_are_damaged(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"\x00 not a model")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Encoder.load(tmp_path)


VOCABULARY = {"[UNK]": 0, "said": 1, "Mora": 2, "rain": 3}
WIDTH = 4


def _tags(ids: np.ndarray, tags: Sequence[str], wanted: dict[int, str]) -> np.ndarray:
    """Logits [length, tags] that are sure of the tag of each id in `wanted`, and of O elsewhere."""
    out = np.zeros((len(ids), len(tags)), dtype=np.float32)
    for row, i in enumerate(ids.tolist()):
        out[row, tags.index(wanted.get(int(i), "O"))] = 9
    return out


class Body:
    """A stand-in whose vectors are the token ids, and for which every "said" is a cue."""

    def get_outputs(self) -> list[Any]:
        return [SimpleNamespace(shape=[1, "n", WIDTH])]

    def run(self, _: None, inputs: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        ids = inputs["input_ids"][0]
        hidden = np.repeat(ids[:, None], WIDTH, axis=1).astype(np.float32)
        return hidden[None], _tags(ids, CUE_TAGS, {VOCABULARY["said"]: "B-cue"})[None]


class Roles:
    """A stand-in for which the token before a cue is its source, and the one after it its content."""

    def run(self, _: None, inputs: dict[str, np.ndarray]) -> tuple[np.ndarray]:
        rows = []
        for a, b in zip(inputs["first"].tolist(), inputs["last"].tolist(), strict=True):
            here = np.full(inputs["hidden"].shape[1], -1)
            here[a - 1], here[b + 1] = 0, 1
            assert inputs["hidden"][0, a, 0] == VOCABULARY["said"]
            rows.append(_tags(here, ROLE_TAGS, {0: "B-source", 1: "B-content"}))
        return (np.stack(rows),)


@pytest.mark.parametrize(("cues", "threads"), [(4, 1), (1, 1), (3, 2), (16, 2)])
def test_what_is_found_is_where_it_stands(monkeypatch: pytest.MonkeyPatch, cues: int, threads: int) -> None:
    monkeypatch.setattr(module, "CUES_AT_ONCE", cues)
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    roles: Any = Roles()
    body: Any = Body()
    encoder = Encoder(body=body, roles=roles, mentions=roles, tokenizer=tokenizer, card={}, threads=threads)
    text = "\n\n".join(f"{'so ' * (i % 7)}Mora said rain {'and on ' * (5 * i)}." for i in range(40))
    encoded = encoder.encode(text, ())
    found = [(*(p.span for p in f.sources), f.cue.span, *(p.span for p in f.contents)) for f in encoded.found]
    assert [tuple(s.of(text) for s in spans) for spans in found] == [("Mora", "said", "rain")] * 40
    assert [cue.start for _, cue, _ in found] == [i for i in range(len(text)) if text.startswith("said", i)]
    assert (encoded.hidden[:, 0] == encoded.tokens.ids).all()
