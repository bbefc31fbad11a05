"""Owns the way from bytes to text: byte order marks, UTF-8, declared and guessed encodings. It refuses binary data."""

import codecs
import re

import charset_normalizer

from firsthand.errors import NotText

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
GZIP = b"\x1f\x8b"
MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"{\\rtf", "an RTF document"),
)
# Python codecs that are no charset of a text on the web, or that could be made to mean something else.
NO_CHARSETS = frozenset(
    {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
)
# By the WHATWG standard these labels mean windows-1252.
WINDOWS_1252 = frozenset({"iso8859-1", "ascii", "cp1252"})
GUESS_BYTES = 200_000
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
CONTROL_SHARE = 0.01
MULTI_BYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decoded(data: bytes, *, what: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of `data` and warnings; byte order mark removed and every line end made one ``\\n``.

    Tried in this order: a byte order mark, UTF-8, the `declared` charset, UTF-8 with a few broken bytes (each becomes
    U+FFFD), the best guess of charset-normalizer. `what` names the input in messages.
    Raises NotText where the data are empty or binary.
    """
    if not data:
        raise NotText(f"{what} is empty: there is no text in it to read.")
    if data.startswith(GZIP):
        raise compressed(what)
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise NotText(f"{what} is {name}, not text: save the article as a .txt or .html file first.")
    text, warnings = _decode(data, what, declared)
    if "\0" in text or len(CONTROL.findall(text[:GUESS_BYTES])) > CONTROL_SHARE * min(len(text), GUESS_BYTES):
        raise _binary(what)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), warnings


def compressed(what: str) -> NotText:
    """The error for gzip-compressed data: of these only WARC archives are read, each record within its bounds."""
    return NotText(f"{what} is compressed (gzip), and only .warc.gz is read so: unpack it, and give what was in it.")


def _binary(what: str) -> NotText:
    return NotText(
        f"{what} holds binary data (NUL or control characters), not text: give a text or HTML file in UTF-8."
    )


def _decode(data: bytes, what: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding)
    if b"\0" in data:
        raise _binary(what)
    for encoding in filter(None, ("utf-8", _charset(declared))):
        try:
            return data.decode(encoding), ()
        except (UnicodeDecodeError, LookupError):  # LookupError: a codec that is no text encoding, such as base64
            continue
    return _broken_utf8(data) or _guessed(data, what)


def _with_mark(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    return text, (f"The text is marked as {encoding.upper()} but partly broken; broken places stand as “\ufffd”.",)


def _charset(label: str | None) -> str | None:
    """Python's name for a charset label of a page or server, or None where it is unknown or no charset of text."""
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name.replace("_", "-")
    except (LookupError, ValueError):
        return None
    if name in NO_CHARSETS:
        return None
    return "cp1252" if name in WINDOWS_1252 else name


def _broken_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with few broken bytes: a guess of another encoding would spoil every other mark in the text."""
    text = data.decode("utf-8", "replace")
    broken, whole = text.count("\ufffd"), len(MULTI_BYTE.findall(data))
    if broken > max(1, whole // 2) or not whole:
        return None
    places = "one place" if broken == 1 else f"{broken} places"
    return text, (f"The text is not valid UTF-8 in {places}, which stand as “\ufffd”.",)


def _guessed(data: bytes, what: str) -> tuple[str, tuple[str, ...]]:
    best = charset_normalizer.from_bytes(data[:GUESS_BYTES]).best()
    if best is None:
        raise NotText(f"{what} is not text in any encoding that could be recognised: save it as UTF-8 and try again.")
    text, name = data.decode(best.encoding, "replace"), best.encoding
    if data.decode("cp1252", "replace") == text:  # its many near relatives differ in letters that are not in this text
        name = "windows-1252"
    return text, (f"The encoding was not stated and was guessed as {name}; marks and accents may be wrong.",)
