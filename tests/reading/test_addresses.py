"""Which addresses may be fetched."""

import ipaddress

import pytest

from firsthand.errors import NotFound, Refused
from firsthand.reading.addresses import is_public, parsed, public_addresses


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "http://user:secret@example.org/",
        "http://user@example.org/",
        "http://localhost/a",
        "http://LOCALHOST./a",
        "http://news.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://１２７.０.０.１/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fc00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:93.184.216.34]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[ff02::1]/",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "https://example.org/" + "a" * 5000,
    ],
)
def test_refused_before_anything_is_looked_up(address):
    with pytest.raises(Refused) as error:
        parsed(address)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d",
        "HTTP://Example.ORG",
        "http://93.184.216.34/",
        "https://bücher.example/",
        "https://3.example.org/",
    ],
)
def test_public_addresses_may_be_fetched(address):
    assert parsed(address).scheme in ("http", "https")


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("192.0.0.9", False),
        ("240.0.0.1", False),
        ("2002:5db8:d822::1", False),
        ("2001:db8::1", False),
        ("2001::1", False),
        ("64:ff9b::5db8:d822", False),
        ("::5db8:d822", False),
        ("2606:2800::5efe:7f00:1", False),
        ("3fff::1", False),
        ("fec0::1", False),
        ("100::1", False),
    ],
)
def test_public(text, public):
    assert is_public(ipaddress.ip_address(text)) is public


def test_one_private_answer_of_a_resolver_is_enough_to_refuse():
    url = parsed("https://news.example/")
    assert public_addresses(url, lambda host, port: ["93.184.216.34", "93.184.216.34"]) == ("93.184.216.34",)
    with pytest.raises(Refused, match="public"):
        public_addresses(url, lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused):
        public_addresses(url, lambda host, port: ["no address"])
    with pytest.raises(NotFound):
        public_addresses(url, lambda host, port: [])


def test_an_unknown_name_is_not_found():
    def resolve(host, port):
        raise OSError("unknown")

    with pytest.raises(NotFound, match=r"nowhere\.example"):
        public_addresses(parsed("https://nowhere.example/"), resolve)
