"""Owns readers for the tests of reading by workers: one that ends its process at what it should not read."""

import os
import signal
from dataclasses import dataclass

from quick import QuickReader

from firsthand.errors import NotReadable
from firsthand.model import Article, Reading


@dataclass(frozen=True, kw_only=True)
class Mortal(QuickReader):
    """Ends its process at an article whose text has "poison", refuses one with "wrong", and needs a moment."""

    seconds: float = 0.01

    def read(self, article: Article) -> Reading:
        if "poison" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "wrong" in article.text:
            raise NotReadable("it is wrong")
        return QuickReader.read(self, article)
