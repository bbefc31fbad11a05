"""Owns how the networks that ship are opened: cards that name their files by digest, ONNX sessions. It runs none."""

import hashlib
import json
from pathlib import Path
from typing import Any

import onnxruntime

from firsthand.errors import ModelError


def card_of(home: Path) -> dict[str, Any]:
    """The card of the encoder in `home`, once every file is the one it names by its SHA-256: damage is told before
    anything is loaded. Raises ModelError."""
    try:
        card: dict[str, Any] = json.loads((home / "card.json").read_text(encoding="utf-8"))
        wrong = [n for n, d in card["files"].items() if hashlib.sha256((home / n).read_bytes()).hexdigest() != d]
    except (ValueError, KeyError, AttributeError, TypeError, OSError) as error:
        raise ModelError(f"the encoder in {home} cannot be loaded ({error!r}); install firsthand again") from error
    if wrong:
        raise ModelError(f"the encoder in {home} cannot be loaded: {', '.join(wrong)} damaged; install firsthand again")
    return card


def session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """An ONNX graph, ready to run on so many cores."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Idle threads would spin, and so take the cores from others.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
