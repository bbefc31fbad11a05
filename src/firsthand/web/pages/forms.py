"""Owns what the pages take out of a form: the reason, words, spans, and what to show of what was done. It keeps
nothing."""

from starlette.datastructures import FormData, UploadFile

from firsthand.desk.asking import decisions
from firsthand.errors import FirsthandError, InvalidValue
from firsthand.ledger import Ledger
from firsthand.model import Span
from firsthand.web.given import Facts, Given, addressed, pasted, uploaded
from firsthand.web.pages.showing import Entry, entry

LONGEST = 2_000


def word(form: FormData, name: str) -> str:
    """The words of a field, "" where it is missing or a file."""
    given = form.get(name, "")
    return given.strip()[:LONGEST] if isinstance(given, str) else ""


def reason(form: FormData) -> str:
    """Why something is decided; InvalidValue where it is not said."""
    why = word(form, "why")
    if not why:
        raise InvalidValue("A decision needs a reason: go back and say why.")
    return why


def spans(form: FormData) -> tuple[Span, ...]:
    """The spans that pairs of ``start`` and ``end`` stand for; InvalidValue where they stand for none."""
    starts, ends = form.getlist("start"), form.getlist("end")
    if not starts or len(starts) != len(ends):
        raise InvalidValue("A span needs where it starts and where it ends: go back and give both numbers.")
    return tuple(sorted(Span(_number(a), _number(b)) for a, b in zip(starts, ends, strict=True)))


def _number(given: object) -> int:
    if isinstance(given, str) and given.strip().isdecimal() and len(given) < 12:
        return int(given)
    raise InvalidValue("A place in a text is a whole number of characters, 0 or more: go back and give one.")


async def given_in(form: FormData) -> Given:
    """What a form gives to be read: a file, else an address, else pasted words; raises InputError where it is none."""
    facts = Facts(
        title=word(form, "title") or None,
        outlet=word(form, "outlet") or None,
        published=word(form, "published") or None,
    )
    file, url = form.get("file"), word(form, "url")
    text = form.get("text")
    if isinstance(file, UploadFile) and file.filename:
        return uploaded(file.filename, await file.read(), facts)
    if url:
        return addressed(url, facts)
    return pasted(text if isinstance(text, str) else "", facts)


def what_was_done(ledger: Ledger, id: str, back: str) -> Entry | None:
    """The decision that a page was come back to from, to be shown with its undo; None where there is none."""
    if not id or len(id) > 40 or not id.isalnum():
        return None
    try:
        found = decisions(ledger, id)
    except FirsthandError:
        return None
    return next((entry(one, back) for one in found if one.decision.id == id), None)
