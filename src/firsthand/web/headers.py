"""Owns the headers that every answer carries, so that nothing of a hostile text runs or loads. It sends nothing."""

from starlette.datastructures import MutableHeaders

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),  # with "no-referrer" browsers send our own forms with "Origin: null"
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=(), browsing-topics=()",
    ),
    ("x-robots-tag", "noindex, nofollow"),
)
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
"""The methods that are taken at all; what else a client makes up is neither answered nor noted by its name."""
HSTS = ("strict-transport-security", "max-age=31536000")


def protect(headers: MutableHeaders, scheme: str) -> None:
    """Puts the security headers among an answer's; where it says nothing of caches, it is kept out of them."""
    for name, value in HEADERS:
        headers[name] = value
    if scheme == "https":
        headers[HSTS[0]] = HSTS[1]
    headers.setdefault("cache-control", "no-store")
