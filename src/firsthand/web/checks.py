"""Owns the desk check of a draft that was sent: with the rules that ship here, with a house's own in a worker.

A house's rules hold patterns, and a pattern can be written that never ends. In a worker it is given up after the time
that a reading has; here it would hold the interpreter, and with it every page.
"""

from functools import partial

from anyio import to_thread

from firsthand.desk.checking import Checked, check_reading
from firsthand.errors import NotReadable
from firsthand.house import Rules, default_rules, read_rules
from firsthand.ledger import default_place
from firsthand.model import Reading
from firsthand.web.deps import House
from firsthand.web.given import Given

MOST_RULES = 100_000
"""Characters of rules that are taken."""


async def checked(house: House, given: Given, own: str, *, owner: str) -> tuple[Checked, Rules]:
    """What the rules find in the draft, with the ledger beside it, and the rules; `own` "" for those that ship.

    Raises NotReadable for rules that are none, and what reading raises.
    """
    rules = await to_thread.run_sync(rules_of, own) if own.strip() else default_rules()
    reading = await house.pool.read(given, owner=owner)
    if own.strip():
        place = house.settings.ledger or default_place()
        return await house.pool.check(reading, own, place, owner=owner), rules
    return await to_thread.run_sync(partial(_here, house, reading, rules)), rules


def rules_of(own: str) -> Rules:
    """The rules of that TOML over those that ship; NotReadable where they are too long, too deep or none."""
    if len(own) > MOST_RULES:
        raise NotReadable(f"The rules have {len(own)} characters; {MOST_RULES} are taken at most.")
    try:
        return read_rules(own)
    except (RecursionError, OverflowError) as error:
        raise NotReadable("The rules are nested too deep, or a number in them is too large.") from error


def _here(house: House, reading: Reading, rules: Rules) -> Checked:
    return check_reading(reading, rules=rules, ledger=house.ledger)
