"""Owns a thousand and more addresses that a server must never fetch, made by rule. It fetches nothing."""

import ipaddress
import random

PRIVATE_V4 = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
]
PRIVATE_V6 = [
    "::/128",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
    "2001:db8::/32",
    "100::/64",
    "2001::/32",
]
KNOWN_V4 = ("127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.0.1", "172.16.0.1", "100.100.100.200", "0.0.0.0")
SCHEMES = [
    "file",
    "ftp",
    "gopher",
    "dict",
    "ldap",
    "javascript",
    "data",
    "jar",
    "ws",
    "wss",
    "smb",
    "ssh",
    "tftp",
    "blob",
    "chrome",
    "about",
    "mailto",
    "view-source",
]
NAMES = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "metadata.google.internal",
    "printer.local",
    "desk.lan",
    "nas.home.arpa",
    "wiki.intranet",
    "db.localdomain",
    "vault.internal",
]


def of(network, rng):
    net = ipaddress.ip_network(network)
    return net[rng.randrange(min(net.num_addresses, 2**64))]


def v4_forms(ip, rng):
    """The ways in which programs write, and resolvers read, one IPv4 address."""
    n, (a, b, c, d) = int(ip), ip.packed
    yield from (str(ip), f"{ip}.", str(n), f"0x{n:08x}", f"0x{n:X}", f"0{n:o}", f"{a}.{(n & 0xFFFFFF)}")
    yield from (f"{a}.{b}.{n & 0xFFFF}", f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}")
    yield from (f"0x{a:x}.{b}.0{c:o}.{d}", f"{a:04d}.{b:04d}.{c:04d}.{d:04d}")
    yield "".join(chr(ord(x) + 0xFEE0) if x.isdigit() else rng.choice(".。．｡") for x in str(ip))


def v6_forms(ip):
    """IPv6 addresses that carry an IPv4 one."""
    n = int(ip)
    high, low = n >> 16, n & 0xFFFF
    yield from (f"[::ffff:{ip}]", f"[::ffff:{high:x}:{low:x}]", f"[0:0:0:0:0:ffff:{high:x}:{low:x}]", f"[::{ip}]")
    yield from (f"[64:ff9b::{ip}]", f"[64:ff9b:1::{high:x}:{low:x}]", f"[2002:{high:x}:{low:x}::1]")
    yield from (f"[2001:0:{high:x}:{low:x}::1]", f"[2606:2800::5efe:{high:x}:{low:x}]", f"[::ffff:0:{ip}]")


def addresses(seed=5):
    """Hostile addresses, each once: private hosts in all forms, other schemes, names of inside, users, broken ones."""
    rng = random.Random(seed)
    found = {}

    def take(address):
        found.setdefault(address)

    ips = [ipaddress.ip_address(x) for x in KNOWN_V4] + [of(n, rng) for n in PRIVATE_V4 for _ in range(2)]
    for ip in ips:
        for host in (*v4_forms(ip, rng), *v6_forms(ip)):
            port = rng.choice(("", "", ":80", ":8080", ":22"))
            path = rng.choice(("", "latest/meta-data/", "admin"))
            take(f"{rng.choice(('http', 'https', 'HTTP'))}://{host}{port}/{path}")
    for network in PRIVATE_V6:
        for _ in range(4):
            ip = of(network, rng)
            take(f"http://[{ip}]/")
            take(f"https://[{ip.exploded}]:443/a")
            take(f"http://[{ip}%25eth0]/")
    for name in NAMES:
        for scheme in ("http", "https"):
            take(f"{scheme}://{name}/")
            take(f"{scheme}://{name}:6379/a")
    for scheme in SCHEMES:
        take(f"{scheme}:///etc/passwd")
        take(f"{scheme}://example.org/a")
        take(f"{scheme}:alert(1)")
    for user in ("u", "u:p", ":p", "example.org", "a%40b", "127.0.0.1"):
        for host in ("example.org", "news.example", "127.0.0.1", "localhost"):
            take(f"http://{user}@{host}/")
            take(f"https://{user}@{host}:443/a")
    for text in BROKEN:
        take(text)
    return list(found)


BROKEN = (
    "http://", "https:///a", "http:/127.0.0.1/", "http:127.0.0.1", "//127.0.0.1/", "///etc/passwd", "/etc/passwd", "",
    "http://[::1", "http://::1/", "http://[]/", "http://exa mple.org/", "http://example.org\\@127.0.0.1/",
    "http://127.0.0.1\\@example.org/", "http://127.0.0.1%00.example.org/", "http://.../",
    "http://example.org:99999/", "http://example.org:-1/", "http://example.org:80:80/", "\x00http://example.org/",
    "http://example.org\x00/", "http://%31%32%37.0.0.1/", "http://127.0.0.1%2f@example.org/",
    "https://example.org/" + "a" * 5000,
)  # fmt: skip
