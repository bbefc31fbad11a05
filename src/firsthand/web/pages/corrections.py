"""Owns what the forms beside a statement do: another speaker, other words, no statement. It decides nothing itself."""

from fastapi import APIRouter
from fastapi.responses import Response

from firsthand.desk import deciding
from firsthand.errors import InvalidValue
from firsthand.pipeline.deciding import Corrected
from firsthand.web.deps import Form, TheHouse, see
from firsthand.web.pages.forms import reason, spans, word
from firsthand.web.pages.showing import ours
from firsthand.web.who_is import Analyst

router = APIRouter(prefix="/statements/{id}")


@router.post("/speaker")
def speaker(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """Says whose words they are: a name, an unnamed source worded so, or that it is not known."""
    name, how = word(form, "source"), word(form, "how")
    if not name and how != "unknown":
        raise InvalidValue("Say whose words they are: a name, the wording of an unnamed source, or 'not known'.")
    unnamed = name if how == "unnamed" else None
    source = None if unnamed else "unknown" if how == "unknown" else name
    made = deciding.correct(house.ledger, id, by=person.name, why=reason(form), source=source, unnamed=unnamed)
    return _back(id, made, word(form, "back"))


@router.post("/span")
def span(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """Says where the words stand, in code points of the article's text."""
    made = deciding.correct(house.ledger, id, by=person.name, why=reason(form), spans=spans(form))
    return _back(id, made, word(form, "back"))


@router.post("/reject")
def reject(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """Says that it is no statement."""
    return _back(id, deciding.reject(house.ledger, id, by=person.name, why=reason(form)), "")


def _back(id: str, made: Corrected, back: str) -> Response:
    """To the article, where what was done is shown with its undo; to the statement's own page if it came from there."""
    article = made.decision.target
    if back.startswith("/statements/") and made.after is not None:
        return see(f"/statements/{made.after.answer.id}?done={made.decision.id}")
    back = ours(back.partition("#")[0], f"/articles/{article}")
    glue = "&" if "?" in back else "?"
    return see(f"{back}{glue}done={made.decision.id}")
