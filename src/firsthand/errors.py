"""Owns every error that firsthand raises on purpose. It holds no texts: a message is written where it is raised.

FirsthandError
├── InputError         what was handed in cannot be read as an article
│   ├── NotFound       there is nothing at that path or address
│   ├── NotText        binary, empty, too large, or not an article
│   ├── NotReadable    a language, encoding or format that firsthand does not read
│   └── Refused        an address that firsthand does not fetch (private, not http, too many redirects)
├── InvalidValue       a value of `firsthand.model` that cannot exist (a span that ends before it starts)
├── ModelError         a model file is missing, damaged or of another version
├── EvaluationError    gold that cannot be read, or that does not belong to the article
└── LedgerError        the ledger cannot do what was asked
    ├── LedgerMissing  there is no ledger at that place
    ├── LedgerBusy     another process holds it for too long, or its server does not answer
    ├── LedgerFull     no room is left to write; what was there is unharmed
    ├── LedgerDamaged  the file is no ledger, or is damaged
    ├── LedgerNewer    a newer firsthand made it
    ├── NotHeld        nothing in the ledger has that id or name, or more than one thing has
    └── Withheld       something that firsthand never gives: a profile of an unnamed source, a forgotten article
"""


class FirsthandError(Exception):
    """Base of all. ``kind`` is the stable name that failure records carry; the message is one sentence."""

    kind = "error"


class InputError(FirsthandError):
    kind = "input"


class NotFound(InputError):
    kind = "not found"


class NotText(InputError):
    kind = "not text"


class NotReadable(InputError):
    kind = "not readable"


class Refused(InputError):
    kind = "refused"


class InvalidValue(FirsthandError, ValueError):
    kind = "invalid value"


class ModelError(FirsthandError):
    kind = "model"


class EvaluationError(FirsthandError):
    kind = "evaluation"


class LedgerError(FirsthandError):
    kind = "ledger"


class LedgerMissing(LedgerError):
    kind = "ledger missing"


class LedgerBusy(LedgerError):
    kind = "ledger busy"


class LedgerFull(LedgerError):
    kind = "ledger full"


class LedgerDamaged(LedgerError):
    kind = "ledger damaged"


class LedgerNewer(LedgerError):
    kind = "ledger newer"


class NotHeld(LedgerError):
    kind = "not held"


class Withheld(LedgerError):
    kind = "withheld"
