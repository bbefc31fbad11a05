"""Owns the words that say on what machine a figure was measured. It measures nothing."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")


def machine() -> str:
    """Processor, cores at hand, Python and onnxruntime in one line; whether int8 has its own instructions (VNNI)."""
    model, flags = platform.processor() or platform.machine(), ""
    if _CPUINFO.exists():
        fields = [line.partition(":") for line in _CPUINFO.read_text(encoding="utf-8").splitlines()]
        named = {name.strip(): value.strip() for name, colon, value in fields if colon}
        model, flags = named.get("model name", model), named.get("flags", "")
    vnni = "VNNI" if "vnni" in flags else "no VNNI"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    runtime = f"Python {platform.python_version()}, onnxruntime {_version('onnxruntime')}"
    return f"{platform.machine()} {model} ({vnni}), {cores} cores, {runtime}, firsthand {_version('firsthand')}"


def today() -> str:
    """The date in UTC, ISO 8601."""
    return datetime.now(UTC).date().isoformat()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
