"""Owns the page of the desk check: a draft, the house's rules, what they find in it. It keeps neither."""

from functools import partial

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from firsthand.desk.checking import check_reading
from firsthand.errors import FirsthandError, InputError, InvalidValue
from firsthand.house import Rules, default_rules, read_rules
from firsthand.ledger import Ledger
from firsthand.model import Reading
from firsthand.render.check_words import NOTHING, CheckPage, Draft, check_page
from firsthand.render.plain import line
from firsthand.web.deps import Form, TheHouse
from firsthand.web.errors import status_of
from firsthand.web.pages.forms import given_in, word
from firsthand.web.pages.showing import safe_url, shown
from firsthand.web.who_is import Reader

router = APIRouter()
MOST_RULES = 100_000
"""Characters of rules that are taken."""
_EMPTY = {"text": "", "title": "", "rules": ""}


@router.get("/check")
def first(request: Request, _: Reader) -> HTMLResponse:
    """The form to give a draft, and the rules that ship with their sources."""
    return _form(request, _EMPTY, "")


@router.post("/check")
async def check(request: Request, house: TheHouse, person: Reader, form: Form) -> HTMLResponse:
    """What the rules find in the draft, with the ledger beside it. Nothing of the draft is stored."""
    own = form.get("rules", "")
    text = form.get("text", "")
    try:
        rules = _rules(own if isinstance(own, str) else "")
        reading = await house.pool.read(await given_in(form), owner=person.id)
    except (InputError, InvalidValue) as error:
        sent = {"text": text if isinstance(text, str) else "", "title": word(form, "title"), "rules": str(own)}
        return _form(request, sent, str(error), error)
    found = await to_thread.run_sync(partial(_found, house.ledger, reading, rules))
    return shown(
        request,
        "checked.html",
        title=f"Checked: {found.title}",
        check=found,
        house=line(rules.house),
        nothing=NOTHING,
        safe_url=safe_url,
    )


def _rules(given: str) -> Rules:
    if not given.strip():
        return default_rules()
    if len(given) > MOST_RULES:
        raise InvalidValue(f"The rules have {len(given)} characters; {MOST_RULES} are taken at most.")
    return read_rules(given)


def _found(ledger: Ledger, reading: Reading, rules: Rules) -> CheckPage:
    checked = check_reading(reading, rules=rules, ledger=ledger)
    return check_page(Draft(place=checked.place, reading=reading, findings=checked.findings), rules)


def _form(request: Request, given: dict[str, str], refused: str, error: FirsthandError | None = None) -> HTMLResponse:
    status = status_of(error) if error else 200
    rules = [r for r in default_rules().rules if r.on]
    return shown(
        request,
        "check.html",
        status=status,
        title="Desk check",
        given=given,
        refused=refused,
        rules=rules,
        safe_url=safe_url,
    )
