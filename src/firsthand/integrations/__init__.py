"""Owns the doors into other programs' pipelines, each in a module that only its users import."""
