"""Owns the faces of values: readings become terminal text, HTML, tables, brat and JSON. It decides nothing."""
