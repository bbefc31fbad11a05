"""Owns the list of the API's routers, which lie under /api/v1. Each parses, calls one function, and answers in JSON."""

from fastapi import APIRouter

from firsthand.web.rest import articles, claims, decisions, exports, jobs, overviews, reading, sources, statements
from firsthand.web.rest.describing import describe

__all__ = ["describe", "routers"]


def routers() -> tuple[APIRouter, ...]:
    """The routers of the API; their paths begin after /api/v1."""
    families = (reading, articles, jobs, statements, sources, claims, overviews, decisions, exports)
    return tuple(family.router for family in families)
