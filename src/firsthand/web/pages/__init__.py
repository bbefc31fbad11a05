"""Owns the list of the pages' routers. Each page parses, calls one function of `desk`, and shows; it does no work."""

from fastapi import APIRouter

from firsthand.web.pages import (
    account,
    articles,
    audit,
    cases,
    check,
    claims,
    corrections,
    decisions,
    echoes,
    jobs,
    read,
    search,
    sources,
    team,
    timeline,
    words,
)


def routers() -> tuple[APIRouter, ...]:
    """The routers of all pages, in the order in which their paths are tried."""
    pages = (
        read,
        jobs,
        articles,
        sources,
        claims,
        search,
        timeline,
        echoes,
        audit,
        check,
        decisions,
        corrections,
        words,
        account,
        team,
        cases,
    )
    return tuple(page.router for page in pages)
