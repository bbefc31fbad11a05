"""Owns what can be said of a text alone: sentences, marks, names, word lists. It knows no statements."""
