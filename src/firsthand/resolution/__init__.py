"""Owns who is who in one article: source spans become sources, with their chains, and the basis is counted. No network,
no model files: rules and word lists, and the encoder's clues where it gives them.
"""

from firsthand.resolution.basis import basis
from firsthand.resolution.resolver import ResolutionOptions, resolve

__all__ = ["ResolutionOptions", "basis", "resolve"]
