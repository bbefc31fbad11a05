"""Owns which kind of outlet a name is of: one that prints, one that broadcasts, an agency. "The newspaper" is no radio
station. What a name and the words beside it do not tell stays open, and fits every noun.
"""

import re
from functools import cache
from typing import Literal

from firsthand.language.words import plain, words
from firsthand.resolution.entities import Entity
from firsthand.resolution.state import State

Trade = Literal["press", "broadcast", "agency"]

_PRESS = "newspaper paper tabloid broadsheet daily weekly journal magazine periodical newsletter"
_BROADCAST = "broadcaster station channel radio television tv network"
_AGENCY = "agency newswire wire bureau"
_TRADES: dict[Trade, frozenset[str]] = {
    "press": frozenset(_PRESS.split()),
    "broadcast": frozenset(_BROADCAST.split()),
    "agency": frozenset(_AGENCY.split()),
}
_ON_AIR = re.compile(
    r"\b(?:radio|tv|television|televisi[oó]n|telewizja|channel|broadcast\w*|fm|rundfunk|fernsehen|bbc|cnn|nbc|msnbc|cbs|npr|"
    r"pbs|itv|sky news|fox news|al jazeera|euronews|c-span|cbc|rt[eé]|zdf|ard|nrk|svt|yle|deutsche welle)\b"
)
_WIRE = re.compile(
    r"\b(?:reuters|associated press|afp|agence|agency|press association|news service|tass|interfax|xinhua|ansa|dpa|efe|"
    r"kyodo|united press international|upi|wire|newswire)\b"
)
_PRINTED = re.compile(
    r"\b(?:advertiser|argus|beacon|bugle|chronicle|clarion|courier|dagblad\w*|dispatch|echo|enquirer|examiner|express|gazette|"
    r"gazeta|gazzetta|guardian|herald|inquirer|intelligencer|journal|kurier|ledger|mail|mercury|messenger|morgenblad|"
    r"newspaper|observer|post|posten|record|register|review|rundschau|sentinel|spectator|standard|star|sun|tageblatt|"
    r"tagblatt|telegraph|telegraaf|tidende|tidning\w*|times|tribune|weekly|zeitung)$"
)
_BEFORE = re.compile(r"\b(?P<noun>[a-z-]+),?\s+(?:[Tt]he\s+)?$")
_AFTER = re.compile(
    r"\s+(?P<next>[a-z-]+)\b|,\s+(?:the|an?)\s+(?P<phrase>[^,.;:()]{1,60}?)(?=[,.;)]|\s(?:of|in|for|from|based|that|which)\b)"
)


def fits(state: State, entity: Entity, head: str) -> bool:
    """True where the outlet may be what the noun `head` stands for: "the newspaper", "the station", "the agency"."""
    wanted = _trade_of(head)
    if wanted is None:
        return True
    own = trade(state, entity)
    return own is None or own == wanted


def trade(state: State, entity: Entity) -> Trade | None:
    """The outlet's trade, by the nouns that stand beside its mentions or by its name; None where neither tells."""
    told = _told(state, entity)
    return told if told is not None else _by_name(plain(entity.name or ""))


def _told(state: State, entity: Entity) -> Trade | None:
    """By "the broadcaster TV Nord", "the Tamarin weekly", "Kobra, a weekly of the left"."""
    for role in entity.roles:
        if (found := _trade_of(role.head)) is not None:
            return found
    for mention in entity.mentions:
        left = _BEFORE.search(state.text[max(0, mention.start - 30) : mention.start])
        right = _AFTER.match(state.text, mention.end, mention.end + 60)
        nouns = [left["noun"]] if left else []
        if right is not None:
            nouns.append(right["next"] or right["phrase"].split()[-1])
        for noun in nouns:
            if (found := _trade_of(noun)) is not None:
                return found
    return None


@cache
def _by_name(name: str) -> Trade | None:
    if _ON_AIR.search(name):
        return "broadcast"
    if _WIRE.search(name):
        return "agency"
    return "press" if _PRINTED.search(name) else None


def _trade_of(head: str) -> Trade | None:
    """The trade that a noun stands for; "publication", "outlet" and "site" stand for any."""
    return next(
        (trade for trade, nouns in _TRADES.items() if head in nouns and head in words("outlet_nouns.txt")), None
    )
