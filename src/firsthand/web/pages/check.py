"""Owns the page of the desk check: a draft, the house's rules, what they find in it. It keeps neither."""

from functools import partial

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from firsthand.desk.checking import Checked
from firsthand.errors import FirsthandError, InputError, InvalidValue
from firsthand.house import Rules, default_rules
from firsthand.render.check_words import NOTHING, Draft, check_page
from firsthand.render.plain import line
from firsthand.web.checks import checked
from firsthand.web.deps import Form, TheHouse
from firsthand.web.errors import status_of
from firsthand.web.pages.forms import given_in, word
from firsthand.web.pages.showing import safe_url, shown
from firsthand.web.who_is import Reader

router = APIRouter()
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
        own_rules = own if isinstance(own, str) else ""
        done, rules = await checked(house, await given_in(form), own_rules, owner=person.id)
    except (InputError, InvalidValue) as error:
        sent = {"text": text if isinstance(text, str) else "", "title": word(form, "title"), "rules": str(own)}
        return _form(request, sent, str(error), error)
    return await to_thread.run_sync(partial(_shown, request, done, rules))


def _shown(request: Request, done: Checked, rules: Rules) -> HTMLResponse:
    """The page of a check. In a thread: that of a long draft would hold all others for a while."""
    found = check_page(Draft(place=done.place, reading=done.reading, findings=done.findings), rules)
    return shown(
        request,
        "checked.html",
        title=f"Checked: {found.title}",
        check=found,
        house=line(rules.house),
        nothing=NOTHING,
        safe_url=safe_url,
    )


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
