"""Owns the web that the tests of feeds read: pages of the test's own, and a clock that only sleeping moves on."""

from datetime import UTC, datetime
from email.utils import format_datetime

from pages import page

from firsthand.errors import InputError, NotFound
from firsthand.model import Failure, Taken
from firsthand.reading import Page, Polite, ReadingOptions, take_inputs

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def feed(*links: str, title: str = "The Belmar Wire", more: str = "") -> bytes:
    """An RSS feed of these links."""
    items = "".join(
        f"<item><title>Item {n}</title><link>{link}</link><pubDate>{format_datetime(NOON)}</pubDate>"
        f"<author>Ann Reed</author></item>"
        for n, link in enumerate(links, start=1)
    )
    head = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title>"
    return f"{head}<link>https://belmarwire.example/</link>{items}{more}</channel></rss>".encode()


def opml(*addresses: str) -> bytes:
    """A list of these feeds."""
    lines = "".join(f'<outline type="rss" text="x" xmlUrl="{a}"/>' for a in addresses)
    return (
        f"<?xml version='1.0'?><opml version='2.0'><body><outline text='all'>{lines}</outline></body></opml>".encode()
    )


class Web:
    """Answers from `pages` (address → Page, bytes or error); every other page is an article, no host has a robots.txt.

    `asked` holds (seconds, address, what was asked for).
    """

    def __init__(self, pages=None, *, seconds=0.0, gap_s=1.0):
        self.pages, self.asked, self.now, self.seconds = pages or {}, [], 100.0, seconds
        self.polite = Polite(clock=lambda: self.now, sleep=self.sleep, gap_s=gap_s)

    def sleep(self, seconds):
        assert seconds > 0
        self.now += seconds

    def __call__(self, address, options):
        self.asked.append((self.now, address, options.ask))
        self.now += self.seconds
        answer = self.pages.get(address)
        if isinstance(answer, InputError):
            raise answer
        if isinstance(answer, Page):
            return answer
        if answer is not None:
            kind = "text/html" if answer[:5] in (b"<html", b"<!doc") else "application/xml"
            return Page(url=address, content=answer, media_type="text/plain" if options.ask.what == "robots" else kind)
        if options.ask.what == "robots":
            return Page(url=address, content=b"", media_type="text/plain", status=404)
        return Page(url=address, content=page(head="").encode())

    @property
    def addresses(self):
        return [address for _, address, _ in self.asked]

    def take(self, *inputs, options=None, **more) -> list[Taken]:
        """What `take_inputs` gives on this web."""
        options = options or ReadingOptions()
        got = list(
            take_inputs(map(str, inputs), options=options, fetch=self, polite=self.polite, clock=lambda: NOON, **more)
        )
        for taken in got:
            check(taken)
        return got


def check(taken: Taken) -> None:
    """A failure is one sentence."""
    if isinstance(taken.failure, Failure):
        assert "\n" not in taken.failure.message
        assert taken.failure.message.endswith("."), taken.failure.message
        assert taken.failure.key == taken.key


def gone(address: str) -> NotFound:
    return NotFound(f"{address} could not be fetched: the server answered 404.")
