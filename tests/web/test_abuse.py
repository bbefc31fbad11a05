"""What somebody sends who means to hold the server up, to reach its files, or to see what is another's."""

import asyncio
import json
import logging
import os
import socket
import threading
import time
from dataclasses import replace

import adders
import pytest
import tellers
import uvicorn
import workers
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from firsthand.errors import NotReadable, Refused
from firsthand.model import Span
from firsthand.web.app import create_app
from firsthand.web.given import Given, addressed
from firsthand.web.jobs import Jobs
from firsthand.web.logs import Lines
from firsthand.web.safety import _Bounded
from firsthand.web.server import _config
from firsthand.web.settings import Limits, Settings
from firsthand.web.tasks import _outcomes, reading_calls
from firsthand.web.work import Pool

HERE = "http://127.0.0.1"
V1 = "/api/v1"
DRAFT = "Pier\n\nNobody was asked, Mara Quist said.\n\nThe mayor went " + "a" * 40 + "."
ACCUSED = "[rules.accusation-without-source]\nalso = "
ENDLESS = ACCUSED + "['(a+)+b']"


class OwnVoice(tellers.Teller):
    """Reads as `Teller`, and takes all words for the article's own too."""

    def read(self, article):
        return replace(super().read(article), own_voice=(Span(0, len(article.text)),))


def reads():
    return reading_calls(OwnVoice())


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    place = tmp_path_factory.mktemp("abuse") / "ledger.db"
    tellers.fill(place)
    settings = Settings(ledger=str(place), workers=1, secret=b"k" * 32, limits=Limits(read_s=1.5))
    app = create_app(settings, reading=reads, adding=adders.adds, fetch=adders.no_network)
    with TestClient(app, base_url=HERE, headers={"Origin": HERE}, raise_server_exceptions=False) as client:
        yield client


# Files of this machine


@pytest.mark.parametrize("url", ["{}", " {}", "file://{}", "-", ".", "*.txt", "~/.ssh/id_rsa", "/etc/*", "http:{}"])
def test_an_address_is_no_path(client, tmp_path, url):
    secret = tmp_path / "secret.txt"
    secret.write_text("The code of the vault is four, Ida Lund said.", encoding="utf-8")
    url = url.replace("{}", str(secret))
    for path, sent in (("articles", {"url": url}), ("articles", {"url": url, "title": "T"}), ("read", {"url": url})):
        assert client.post(f"{V1}/{path}", json=sent).status_code == 422
    with pytest.raises(Refused):
        addressed(url)
    with pytest.raises(Refused):
        list(_outcomes(None, Given(address=url), None))


# Time and memory


def test_a_pattern_that_never_ends_is_given_up_and_holds_no_page(client):
    began = time.monotonic()
    answers = []
    sent = {"text": DRAFT, "rules": ENDLESS}
    asking = threading.Thread(target=lambda: answers.append(client.post(f"{V1}/check", json=sent)))
    asking.start()
    time.sleep(0.3)
    assert client.get("/help").status_code == 200
    assert time.monotonic() - began < 1.4
    asking.join(10)
    assert answers[0].status_code == 504
    fine = client.post(f"{V1}/check", json={"text": DRAFT, "rules": ENDLESS.replace("(a+)+b", "went")})
    assert fine.status_code == 200


DEEP = "(" * 4_000 + ")" * 4_000


@pytest.mark.parametrize("rules", ["a = " + "[" * 5_000, f"{ACCUSED}['{DEEP}']", f"{ACCUSED}['a{{99999999999}}']"])
def test_rules_that_are_too_deep_are_no_fault_of_ours(client, rules):
    assert client.post(f"{V1}/check", json={"text": DRAFT, "rules": rules}).status_code == 422


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "utf-7", "utf-16", "rot13", "none-such"])
def test_a_form_in_another_charset_is_not_decoded(client, charset):
    part = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800abc-kva\r\n--x--\r\n'
    headers = {"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    for path in ("/read", f"{V1}/read"):
        assert client.post(path, content=part, headers=headers).status_code == 415


def test_a_thousand_wrong_fields_are_one_error(client):
    answer = client.post(f"{V1}/read", json={f"field{n}": n for n in range(10_000)})
    assert answer.status_code == 422
    assert len(answer.content) < 1_000
    answer = client.post(f"{V1}/read", json={"x" * 100_000: 1})
    assert len(answer.content) < 2_000
    answer = client.post(f"{V1}/decisions/x/undo", json={"why": "x" * 100_000})
    assert answer.status_code == 413


def test_what_was_given_is_let_go_when_it_was_added():
    jobs = Jobs(Pool(workers.playful, workers=1, queue=10, limit_s=20), place="x", most=3, limit_s=20)
    id = jobs.add(Given(text="1"), owner="ann").id
    while not jobs.get(id).ended:
        time.sleep(0.02)
    assert jobs._find(id).job is None
    jobs.end(2)


@pytest.mark.skipif(os.name != "posix", reason="the bound is the system's")
def test_a_worker_that_takes_too_much_memory_says_so_and_stays():
    pool = Pool(workers.playful, workers=1, queue=2, limit_s=20)
    before = pool.submit("sleep", 0).answer.result(20)
    with pytest.raises(NotReadable, match="memory"):
        pool.submit("hoard", 8 << 30).answer.result(20)
    assert pool.submit("sleep", 0).answer.result(20) == before
    pool.stop(2)


# Bodies and heads


@pytest.mark.parametrize(("every_s", "size", "comes"), [(0.05, 1, False), (0.05, 5_000, True), (1.0, 5_000, False)])
def test_a_body_that_drips_is_given_up_and_a_slow_one_is_not(tmp_path, every_s, size, comes):
    limits = Limits(body_s=0.3, body_rate=10_000)
    settings = Settings(ledger=str(tmp_path / "ledger.db"), workers=1, limits=limits)

    async def received():
        left = iter(range(12))

        async def receive():
            await asyncio.sleep(every_s)
            return {"type": "http.request", "body": b"x" * size, "more_body": next(left) < 11}

        bounded = _Bounded(receive, settings, Headers({"content-type": "text/plain"}))
        while (await bounded())["more_body"]:
            pass
        return True

    if comes:
        assert asyncio.run(received())
        return
    with pytest.raises(HTTPException) as raised:
        asyncio.run(received())
    assert raised.value.status_code == 408


def test_a_request_with_two_lengths_is_refused(client):
    headers = {"transfer-encoding": "chunked", "content-length": "5", "content-type": "text/plain"}
    answer = client.post(f"{V1}/read", content=b"hello", headers=headers)
    assert (answer.status_code, answer.headers["connection"]) == (400, "close")


def test_a_connection_that_asks_for_nothing_is_closed(tmp_path):
    settings = Settings(ledger=str(tmp_path / "ledger.db"), workers=1, limits=Limits(head_s=0.4))
    app = create_app(settings, reading=tellers.reads, adding=tellers.adds)
    server = uvicorn.Server(_config(app, settings))
    server.config.port = 0
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    address = server.servers[0].sockets[0].getsockname()
    head = b"GET /help HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for sent in (b"", head, head + b"\r\n"):
        with socket.create_connection(address, timeout=10) as line:
            line.sendall(sent)
            began, dripped, got = time.monotonic(), 0, b""
            line.settimeout(0.1)
            while time.monotonic() - began < 5:
                try:
                    piece = line.recv(65_536)
                    if not piece:
                        break
                    got += piece
                except TimeoutError:
                    dripped += bool(sent) and line.send(b"x")
                except ConnectionResetError:
                    break
            assert time.monotonic() - began < 3
            assert (b"200 OK" in got) is sent.endswith(b"\r\n\r\n")
    server.should_exit = True
    thread.join(10)


# Logs and counters


def test_methods_that_somebody_makes_up_are_no_labels(client):
    for n in range(5):
        client.request("MADE" + "ABCDE"[n], "/")
    told = client.get("/metrics").text
    assert "MADE" not in told
    assert 'method="other"' in told


def test_what_another_library_says_is_noted_without_what_it_was_about():
    record = logging.LogRecord(
        "some.library", logging.WARNING, "x.py", 1, "no such %s", ("words\nof an article",), None
    )
    line = Lines().format(record)
    assert "article" not in line
    assert "\n" not in line
    assert json.loads(line)["said"] == "no such %s"
