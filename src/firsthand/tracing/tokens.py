"""Owns what a word is for tracing. It knows no words."""

import re

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
"""Letters and digits, with apostrophes and hyphens inside."""
