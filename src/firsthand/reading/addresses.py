"""Owns the rule which addresses may be fetched: http or https, on the public internet only. It connects to nothing."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence

import httpx2

from firsthand.errors import NotFound, Refused

Resolve = Callable[[str, int], Sequence[str]]
"""Name resolution: host and port → IP addresses as text; raises OSError where the name is not known."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Beyond what `ipaddress` calls not global: relays, protocol assignments, and every form that carries another address in
# itself (6to4, Teredo, NAT64), which a router would unpack behind the check.
CLOSED = tuple(
    ipaddress.ip_network(n)
    for n in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
    )
)
OPEN_IPV6 = ipaddress.ip_network("2000::/3")
ISATAP = (0x00005EFE, 0x02005EFE)
LOCAL_NAMES = re.compile(r"(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|localdomain)\Z")
HOST_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
NUMERIC_LABEL = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)
MAX_URL = 4_000


def parsed(address: str) -> httpx2.URL:
    """`address` as a URL that may be looked up, or Refused with one sentence that says why not."""
    if len(address) > MAX_URL:
        raise Refused(f"The address {address[:80]}… has more than {MAX_URL:,} characters and is not fetched.")
    try:
        url = httpx2.URL(address)
        host = url.raw_host.decode("ascii").lower().rstrip(".")
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise Refused(f"{address} is no valid address ({error}): give one like https://example.org/article.") from error
    if url.scheme not in ("http", "https"):
        raise Refused(f"{address} is not fetched: only http and https addresses are, not {url.scheme or 'none'}.")
    if url.userinfo:
        raise Refused(f"{url.host} is not fetched: its address carries a user name or password; leave that out.")
    if not host:
        raise Refused(f"{address} is not fetched: it names no host; give one like https://example.org/article.")
    literal = _literal(host)
    if (literal is None and not HOST_NAME.fullmatch(host)) or not 0 < (url.port or 80) < 65536:
        raise Refused(f"{address} is not fetched: its host or port is no valid one; check the address.")
    if literal is not None and not is_public(literal):
        raise private(address)
    if literal is None and (LOCAL_NAMES.search(host) or _looks_numeric(host)):
        raise private(address)
    return url


def private(address: str) -> Refused:
    """The error for an address that does not lead to the public internet."""
    return Refused(f"{address} is not fetched: it does not lead to a public address; save the page and give the file.")


def public_addresses(url: httpx2.URL, resolve: Resolve) -> tuple[str, ...]:
    """The IP addresses of `url`'s host, all of them public; Refused where one is not, NotFound where there is none."""
    host = url.raw_host.decode("ascii").lower()
    literal = _literal(host)
    if literal is not None:
        return (str(literal),)
    try:
        found = tuple(dict.fromkeys(resolve(host, url.port or (443 if url.scheme == "https" else 80))))
    except (OSError, UnicodeError) as error:
        raise NotFound(f"{url.host} was not found: check the address {url}, or the connection.") from error
    if not found:
        raise NotFound(f"{url.host} was not found: check the address {url}, or the connection.")
    for text in found:
        address = _literal(text)
        if address is None or not is_public(address):
            raise private(str(url))
    return found


def is_public(address: IPAddress) -> bool:
    """True only for an address of a single host on the public internet that carries no other address in itself."""
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address not in OPEN_IPV6 or address.scope_id is not None or address.ipv4_mapped is not None:
            return False
        if (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
            return False
    return not any(address.version == net.version and address in net for net in CLOSED)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Name resolution by the operating system."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _looks_numeric(host: str) -> bool:
    """True for 2130706433, 0x7f.1, 0177.0.0.1: forms that a resolver may take for an IP address."""
    return NUMERIC_LABEL.fullmatch(host.rsplit(".", 1)[-1]) is not None
