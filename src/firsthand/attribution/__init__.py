"""Owns who is said to have said what: article to statements. Who the sources are is `firsthand.resolution`'s."""

from firsthand.attribution.attribute import Options, attribute
from firsthand.attribution.encoder import Encoder
from firsthand.attribution.wording import anonymity_reasons, own_voice, resolve_hedges

__all__ = ["Encoder", "Options", "anonymity_reasons", "attribute", "own_voice", "resolve_hedges"]
