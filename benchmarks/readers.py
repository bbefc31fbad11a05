"""Owns the readers of the server's benchmark, in a process of their own: each asks a page, waits, asks the next.

It gets one JSON object on standard input (`host`, `port`, `paths`, `readers`, `pause_s`) and prints one: the
milliseconds of every answer, and what went wrong. It knows nothing of searches. A reader keeps its connection, as a
browser does.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST_S = 60.0
"""An answer that takes longer is an error."""


def main() -> int:
    """Asks what standard input says, prints what came of it."""
    print(json.dumps(asyncio.run(asked(json.load(sys.stdin)))))
    return 0


async def asked(load: Mapping[str, Any]) -> dict[str, Any]:
    """All `paths`, by `readers` who each wait `pause_s` seconds between an answer and their next question."""
    left, times, errors = iter(load["paths"]), list[float](), list[str]()
    began = time.perf_counter()
    readers = range(load["readers"])
    await asyncio.gather(*(_reader(load, n / len(readers), left, times, errors) for n in readers))
    return {"ms": times, "errors": errors, "seconds": time.perf_counter() - began}


async def _reader(
    load: Mapping[str, Any], share: float, left: Iterator[str], times: list[float], errors: list[str]
) -> None:
    await asyncio.sleep(share * load["pause_s"])  # people do not begin all at once, where they pause
    reader, writer = await asyncio.open_connection(load["host"], load["port"])
    for path in left:
        began = time.perf_counter()
        try:
            status, body = await asyncio.wait_for(_page(reader, writer, load["host"], path), LONGEST_S)
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            errors.append(f"{type(error).__name__} for {path}")
            writer.close()
            reader, writer = await asyncio.open_connection(load["host"], load["port"])
            continue
        times.append((time.perf_counter() - began) * 1000)
        if status != 200 or not body.endswith(b"</html>"):
            errors.append(f"{status} for {path}")
        await asyncio.sleep(load["pause_s"])
    writer.close()


async def _page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, path: str) -> tuple[int, bytes]:
    """The status and the whole body of the answer."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n\r\n".encode("ascii"))
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = dict(_field(line) for line in head[1:] if line)
    return int(head[0].split()[1]), (await reader.readexactly(int(fields["content-length"]))).rstrip()


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.lower(), value.strip()


if __name__ == "__main__":
    sys.exit(main())
