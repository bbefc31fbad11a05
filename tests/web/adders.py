"""Owns a worker that adds for good, read as the pages' tests read: for tests that follow an article into the ledger."""

import tellers

from firsthand.errors import Refused
from firsthand.ledger import open_ledger
from firsthand.pipeline.adding import Adder
from firsthand.web.tasks import taken_of


def no_network(address, options):
    raise Refused(f"{address} is not fetched in a test")


def adds():
    """A worker that adds what it is given; it reaches no network."""

    def handle(name, arguments, tell):
        place, givens = arguments
        with open_ledger(place, create=False) as ledger:
            adder = Adder(ledger=ledger, load=tellers.Teller)
            for given in givens:
                for taken in taken_of(given, fetch=no_network):
                    if not tell(adder.take(taken)):
                        return

    return handle
