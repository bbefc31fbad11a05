"""Owns one cold question of the ledger's benchmark, in a process of its own. It makes no question and fills no ledger.

python -m benchmarks.asking PLACE '{"kind": "search", "words": "harbour"}'
"""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.errors import FirsthandError
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.search import Filters, search
from firsthand.ledger.timeline import timeline
from firsthand.ledger.who import find_source, who


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the seconds that opening and answering took, those of the processor, and the number of answers."""
    place, question = sys.argv[1:] if arguments is None else arguments
    print(json.dumps(asked(place, json.loads(question))))
    return 0


def asked(place: str, question: Mapping[str, Any]) -> dict[str, float]:
    """Opens the ledger and asks."""
    started = time.perf_counter()
    with open_ledger(place, create=False) as ledger:
        opened, cpu = time.perf_counter(), time.process_time()
        answers = _answers(ledger, question)
        answered, worked = time.perf_counter() - opened, time.process_time() - cpu
    return {"open": opened - started, "answer": answered, "cpu": worked, "answers": answers}


def _answers(ledger: Ledger, question: Mapping[str, Any]) -> int:
    filters = Filters(**question.get("filters", {}))
    try:
        with ledger.reading() as connection:
            if question["kind"] == "search":
                return len(search(connection, question["words"], filters).answers)
            if question["kind"] == "timeline":
                return len(timeline(connection, question["words"], filters, by=question["by"]).answers)
            found = who(connection, find_source(connection, question["name"]).root)
            return len(found.said) + len(found.about)
    except FirsthandError as error:  # a small ledger may not have everyone
        print(error, file=sys.stderr)
        return 0


if __name__ == "__main__":
    sys.exit(main())
