"""Asks OSV, then PyPI, for known vulnerabilities of what is installed beside this Python, in at most two minutes.

Exit code 1 where one is known. A service that cannot be reached, or knows none of the packages, has said nothing: that
is one line, and no failure.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 110
SERVICES = ("osv", "pypi")
Package = dict[str, object]


def asked(service: str, seconds: float) -> list[Package] | None:
    """What the service knows of each package, or None where it gave no answer in time."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "--progress-spinner", "off"]
        command += ["--vulnerability-service", service, "--timeout", "10", "--format", "json", "--output", str(answer)]
        try:
            subprocess.run(command, capture_output=True, timeout=seconds, check=False)
            packages: list[Package] = json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
        except (subprocess.TimeoutExpired, OSError, ValueError, KeyError):
            return None
    return packages


def main() -> int:
    """Prints what is known, or that nobody could be asked."""
    until = time.monotonic() + SECONDS
    for service in SERVICES:
        packages = asked(service, max(1.0, until - time.monotonic()))
        known = [p for p in packages or [] if "skip_reason" not in p]
        if not known:
            continue
        faults = [(p, fault) for p in known for fault in p["vulns"]]  # type: ignore[attr-defined]
        for package, fault in faults:
            fixed = ", ".join(fault["fix_versions"]) or "no version yet"
            print(f"{package['name']} {package['version']}: {fault['id']}, mended in {fixed}")
        print(f"{len(known)} packages asked of {service}, {len(faults)} known vulnerabilities")
        return 1 if faults else 0
    print(f"not audited: neither {' nor '.join(SERVICES)} answered for a single package here")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
