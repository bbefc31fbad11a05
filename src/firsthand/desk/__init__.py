"""Owns the Python door to a ledger: functions with an open ledger before everything else. It keeps no state.

>>> with firsthand.open_ledger("desk.db") as ledger:                        # doctest: +SKIP
...     firsthand.add(ledger, ["articles/"])
...     for answer in firsthand.search(ledger, "north pier").answers:
...         print(answer.id, answer.content)

Each function parses what it is given, opens one transaction and calls one function of the layers below, whose frozen
value it gives. Instants come from the system's clock. The names are imported from their modules one by one, when
`firsthand` is asked for them.
"""
