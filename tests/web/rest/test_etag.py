"""ETags: the same bytes, the same tag; who has it gets no body."""

import pytest
from starlette.requests import Request

from firsthand.web.rest.etag import etag_of, has, tagged

TAG = etag_of(b"{}")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (TAG, True),
        (f"W/{TAG}", True),
        (f'"other", {TAG}', True),
        ("*", True),
        (" * ", True),
        ("", False),
        ('"other"', False),
        (TAG.strip('"'), False),
        (TAG[:-2] + '"', False),
    ],
)
def test_if_none_match(header, expected):
    assert has(header, TAG) is expected


def asked(header):
    return Request({"type": "http", "headers": [(b"if-none-match", header.encode())]})


def test_who_has_it_gets_no_body():
    answer = tagged(asked(TAG), b"{}", "application/json", {"Link": "<x>"})
    assert (answer.status_code, answer.body, answer.headers["etag"]) == (304, b"", TAG)
    assert answer.headers["link"] == "<x>"
    answer = tagged(asked('"old"'), b"{}", "application/json")
    assert (answer.status_code, answer.body, answer.headers["etag"]) == (200, b"{}", TAG)
    assert answer.headers["cache-control"] == "private, no-cache"


def test_other_bytes_have_another_tag():
    assert etag_of(b"{} ") != TAG
