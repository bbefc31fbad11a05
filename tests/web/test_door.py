"""The server's way to the network: what it refuses, and how much it does at once."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpcore2
import pytest
from hostile import KNOWN_V4, NAMES, PRIVATE_V4, PRIVATE_V6, addresses, of, v6_forms

from firsthand.errors import InputError, NotFound, Refused
from firsthand.reading import Page
from firsthand.reading.fetching import fetch_page
from firsthand.web.door import OPTIONS, Door
from firsthand.web.faults import Busy

PUBLIC = "93.184.216.34"
HOSTILE = addresses()


class Network(httpcore2.NetworkBackend):
    """Gives each connection the next answer, and remembers where it was asked to go."""

    def __init__(self, *answers):
        self.answers, self.connected = list(answers), []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.connected.append(host)
        return httpcore2.MockStream([self.answers.pop(0)]) if self.answers else httpcore2.MockStream([])


def door(network, resolve):
    gaps = {}

    def fetch(address, options):
        return fetch_page(address, options, resolve=resolve, network=network)

    return Door(at_once=4, fetch=fetch), gaps


def nowhere(host, port):
    raise OSError(f"{host} was looked up")


def redirect(location):
    return b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"


def quick(a_door):
    """The door without its gaps between two requests to one host, which no test should wait for."""
    a_door._of = lambda host: (threading.Lock(), _Impolite())
    return a_door


class _Impolite:
    def get(self, address, fetch, options):
        return fetch(address, options)


def test_a_thousand_hostile_addresses_are_refused_before_anything_is_looked_up():
    network = Network()
    a_door = door(network, nowhere)[0]
    assert len(HOSTILE) >= 1_000
    taken = []
    for address in HOSTILE:
        try:
            a_door.fetch(address)
            taken.append(address)
        except Refused:
            continue
        except InputError as error:
            taken.append((address, str(error)))
    assert taken == []
    assert network.connected == []


def test_the_awaited_door_refuses_them_too():
    async def ask():
        for address in HOSTILE[::20]:
            with pytest.raises(Refused):
                await Door(at_once=1, fetch=_never).page(address)

    anyio.run(ask)


def _never(address, options):
    raise AssertionError(address)


def test_redirects_to_them_are_refused_and_not_connected_to():
    for address in HOSTILE[::4]:
        if address.startswith(("http://", "https://", "file:", "ftp:")) and address.isascii() and "\0" not in address:
            network = Network(redirect(address.encode()))
            with pytest.raises(InputError):
                quick(door(network, lambda host, port: [PUBLIC])[0]).fetch("https://news.example/a")
            assert set(network.connected) <= {PUBLIC}, address


def test_names_that_lead_inside_are_refused_whatever_else_they_lead_to():
    rng = random.Random(7)
    inside = [*KNOWN_V4, *(str(of(n, rng)) for n in (*PRIVATE_V4, *PRIVATE_V6) for _ in range(3))]
    inside += [form.strip("[]") for form in v6_forms(of("10.0.0.0/8", rng))]
    for private in inside:
        for answers in ([private], [PUBLIC, private], [private, PUBLIC]):
            network = Network()
            with pytest.raises(Refused):
                quick(door(network, lambda host, port, answers=answers: answers)[0]).fetch("https://news.example/a")
            assert network.connected == []


def test_a_name_that_changes_its_address_is_asked_once_and_held_to_it():
    asked = []

    def resolve(host, port):
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"
    network = Network(page)
    assert quick(door(network, resolve)[0]).fetch("http://news.example/a").content == b"hi"
    assert (asked, network.connected) == (["news.example"], [PUBLIC])
    network = Network(redirect(b"/b"), page)  # and after a redirect it is checked anew
    asked.clear()
    with pytest.raises(Refused):
        quick(door(network, resolve)[0]).fetch("http://news.example/a")
    assert network.connected == [PUBLIC]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_inside_are_not_looked_up(name):
    with pytest.raises(Refused):
        Door(at_once=1, fetch=_never).fetch(f"http://{name}/")


def test_a_name_that_is_not_known_is_not_found():
    with pytest.raises(NotFound):
        door(Network(), nowhere)[0].fetch("http://news.example/")


def test_one_host_is_asked_for_one_page_at_a_time():
    under_way, most, lock = [0], [0], threading.Lock()

    def fetch(address, options):
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        threading.Event().wait(0.02)
        with lock:
            under_way[0] -= 1
        return Page(url=address, content=b"")

    a_door = Door(at_once=4, fetch=fetch)
    a_door._of("news.example")[1]._gap_s = 0
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(a_door.fetch, [f"http://news.example/{n}" for n in range(5)]))
    assert most == [1]


def test_too_many_at_once_are_refused():
    release = threading.Event()

    def fetch(address, options):
        release.wait(10)
        return Page(url=address, content=b"")

    async def ask():
        a_door = Door(at_once=1, fetch=fetch)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(a_door.page, "http://a.example/")
            tasks.start_soon(a_door.page, "http://b.example/")
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(Busy):
                await a_door.page("http://c.example/")
            release.set()
        assert (await a_door.page("http://c.example/")).url == "http://c.example/"

    anyio.run(ask)
    assert OPTIONS.ask.what == "any"


def test_one_person_leaves_places_for_others():
    go_on = threading.Event()

    def fetch(address, options):
        go_on.wait(5)
        return Page(url=address, content=b"hi")

    async def ask():
        a_door, came = Door(at_once=4, fetch=fetch), []

        async def page(n, owner):
            came.append((await a_door.page(f"https://news{n}.example/", owner=owner)).content)

        async with anyio.create_task_group() as group:
            for n, owner in enumerate(("ann", "ann", "rita")):
                group.start_soon(page, n, owner)
            await anyio.sleep(0.05)
            with pytest.raises(Busy, match="You have 2"):
                await a_door.page("https://news9.example/", owner="ann")
            go_on.set()
        await page(9, "ann")
        return came

    assert anyio.run(ask) == [b"hi"] * 4
