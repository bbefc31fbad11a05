"""Owns the server that the tests of the web ask: a ledger of its own, workers that play, and a page to write to."""

from pathlib import Path
from typing import Annotated

import workers
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import PlainTextResponse

from firsthand.web import csrf
from firsthand.web.app import create_app
from firsthand.web.deps import checked, checked_api
from firsthand.web.settings import Settings
from firsthand.web.who_is import ROLE_SCOPES, Admin, Analyst, Person, Reader

HERE = "http://127.0.0.1"


class Accounts:
    """Two accounts: ann may write by cookie, bo reads by token."""

    def of_session(self, cookie):
        scopes = ROLE_SCOPES["analyst"]
        return Person(name="ann", role="analyst", scopes=scopes, by="session", session="s1") if cookie == "a1" else None

    def of_token(self, token):
        return Person(name="bo", role="admin", scopes=frozenset({"read"}), by="token") if token == "t1" else None


def play_routers():
    pages, api = APIRouter(dependencies=[Depends(checked)]), APIRouter(dependencies=[Depends(checked_api)])

    @pages.get("/play/form")
    def form(request: Request, person: Reader):
        response = PlainTextResponse(csrf.token(request))
        csrf.keep(request, response)
        return response

    @pages.post("/play/echo")
    def echo(person: Analyst, words: Annotated[str, Form()] = ""):
        return {"words": words, "by": person.name}

    @pages.get("/play/fault")
    def fault():
        raise ZeroDivisionError("secret words of an article")

    @pages.get("/play/admin")
    def admin(person: Admin):
        return {"by": person.name}

    @api.post("/api/v1/play/echo")
    async def api_echo(request: Request, person: Analyst):
        return {"size": len(await request.body()), "by": person.name}

    @api.get("/api/v1/play/number")
    def number(n: int, person: Reader):
        return n

    @api.get("/api/v1/play/read/{name}")
    async def read(name: str, request: Request):
        return {"answer": await request.app.state.house.pool._pool.run(name, *([0.1] if name == "sleep" else []))}

    @api.get("/api/v1/play/slow")
    async def slow(request: Request, seconds: float = 1.0):
        return {"pid": await request.app.state.house.pool._pool.run("sleep", seconds)}

    return pages, api


def play_app(settings: Settings, **more):
    app = create_app(settings, reading=workers.playful, adding=workers.playful, **more)
    for router in play_routers():
        app.include_router(router)
    return app


def alone(folder: Path, **more) -> Settings:
    return Settings(**{"ledger": str(folder / "ledger.db"), "workers": 1, "queue": 2, "secret": b"k" * 32, **more})
