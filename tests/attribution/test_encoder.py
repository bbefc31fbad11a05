"""The encoder's files: what is missing or damaged is said in one sentence."""

from pathlib import Path

import pytest

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
