"""A real server on a free port: its address, its faults, its end."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from serving import alone

from firsthand.errors import Refused
from firsthand.web.server import run

HERE = Path(__file__).parent


@pytest.fixture
def server(tmp_path):
    command = [sys.executable, str(HERE / "serving_alone.py"), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    process.address = process.stdout.readline().strip()
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
def test_slow_readings_hold_no_page_and_too_many_are_told_to_come_again(server):
    with httpx.Client(base_url=server.address, timeout=30) as client, ThreadPoolExecutor(6) as threads:
        until = time.monotonic() + 30
        while client.get("healthz").status_code != 200:
            assert time.monotonic() < until
        reading = [
            threads.submit(httpx.get, server.address + "api/v1/play/slow?seconds=1.5", timeout=30) for _ in "12345"
        ]
        time.sleep(0.7)
        seconds = []
        for _ in range(30):
            began = time.perf_counter()
            assert client.get("api/v1/play/number?n=1").json() == 1
            seconds.append(time.perf_counter() - began)
        answers = [r.result() for r in reading]
        assert sorted(seconds)[15] < 0.25
    codes = sorted(a.status_code for a in answers)
    assert codes[0] == 200
    assert codes[-1] == 429
    busy = next(a for a in answers if a.status_code == 429)
    assert int(busy.headers["retry-after"]) >= 1
    assert busy.headers["content-type"] == "application/problem+json"


@pytest.mark.slow
def test_a_killed_worker_is_replaced_and_a_stop_finishes_what_is_under_way(server):
    pid = httpx.get(server.address + "api/v1/play/slow?seconds=0", timeout=30).json()["pid"]
    os.kill(pid, signal.SIGKILL)
    assert httpx.get(server.address + "api/v1/play/slow?seconds=0", timeout=30).json()["pid"] != pid
    answers = []
    ask = threading.Thread(
        target=lambda: answers.append(httpx.get(server.address + "api/v1/play/slow?seconds=1", timeout=30))
    )
    ask.start()
    time.sleep(0.4)
    server.send_signal(signal.SIGTERM)
    out, noted = server.communicate(timeout=30)
    ask.join()
    assert answers[0].status_code == 200
    assert (server.returncode, out.strip()) == (0, f"ended by {int(signal.SIGTERM)}")
    assert "Traceback" not in noted


def test_a_port_that_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(Refused, match="give another with --port"):
        run(alone(tmp_path, port=other.getsockname()[1]), told=print)
