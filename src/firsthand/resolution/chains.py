"""Owns the stated chain of a statement: its source, the outlet it spoke to, then its parents' sources, outward."""

from firsthand.model import Statement
from firsthand.resolution.state import Turn


def chain(statement: Statement, turns: dict[str, Turn]) -> tuple[int, ...]:
    """Keys of the entities that `statement` came through, from the one nearest the fact; each once.

    An outlet that a parent brings anyway stands where the parent does: "his deputy, the paper's source said" is
    deputy, source, paper.
    """
    turn = turns[statement.id]
    outward: tuple[int, ...] = ()
    if statement.parent is not None and statement.parent in turns:
        outward = chain(turns[statement.parent].statement, turns)
    own: list[int] = []
    if turn.entity is not None:
        own.append(turn.entity.key)
        if turn.via is not None and turn.via.key not in outward:
            own.append(turn.via.key)
    return tuple(dict.fromkeys((*own, *outward)))
