"""Owns the server's making: what opens when it starts, which routers it has, what every request goes through."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from anyio import to_thread
from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from firsthand.ledger import Ledger, default_place, open_ledger
from firsthand.reading import Fetch, fetch_page
from firsthand.web import health, pages, rest
from firsthand.web.deps import House, checked, checked_api
from firsthand.web.door import Door
from firsthand.web.errors import add_handlers
from firsthand.web.jobs import Jobs
from firsthand.web.logs import AccessLog
from firsthand.web.metrics import Metrics
from firsthand.web.reads import Reads
from firsthand.web.safety import Gate, SafeHeaders
from firsthand.web.settings import Settings
from firsthand.web.tasks import adding_worker, reading_worker
from firsthand.web.templating import STATIC, templates
from firsthand.web.who_is import Accounts, local_person
from firsthand.web.work import Pool
from firsthand.web.worker import Setup

API = "/api/v1"
THREADS = 20
"""Handlers that look into the ledger at once; as many connections as SQLAlchemy's pool may open, and some."""


def create_app(
    settings: Settings,
    *,
    reading: Setup = reading_worker,
    adding: Setup = adding_worker,
    fetch: Fetch = fetch_page,
    accounts: Callable[[Ledger], Accounts] | None = None,
) -> FastAPI:
    """The server's application; nothing is opened before it starts. Workers and network are handed in for tests."""
    metrics = Metrics()
    app = FastAPI(
        title="firsthand",
        summary="Says who, and how do they know?",
        version=version("firsthand"),
        lifespan=_lifespan(settings, metrics, reading=reading, adding=adding, fetch=fetch, accounts=accounts),
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # its page wants scripts from elsewhere
        redoc_url=None,
        middleware=_middleware(settings, metrics),
        separate_input_output_schemas=True,
    )
    add_handlers(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(health.router)
    for router in rest.routers():
        app.include_router(router, prefix=API, dependencies=[Depends(checked_api)])
    rest.describe(app, team=settings.team)
    for router in pages.routers():
        app.include_router(router, include_in_schema=False, dependencies=[Depends(checked)])
    return app


def _middleware(settings: Settings, metrics: Metrics) -> list[Middleware]:
    """Outermost first."""
    trusted = list(settings.behind_proxy)
    return [
        *([Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted)] if trusted else []),
        Middleware(AccessLog, metrics=metrics),
        Middleware(SafeHeaders),
        Middleware(Gate, settings=settings, metrics=metrics),
    ]


def _lifespan(
    settings: Settings,
    metrics: Metrics,
    *,
    reading: Setup,
    adding: Setup,
    fetch: Fetch,
    accounts: Callable[[Ledger], Accounts] | None,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    limits = settings.limits

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        place = settings.ledger or default_place()
        ledger = await to_thread.run_sync(open_ledger, place)
        pool = Pool(reading, workers=settings.workers, queue=settings.queue, limit_s=limits.read_s, name="read")
        adds = Pool(adding, workers=1, queue=limits.jobs, limit_s=limits.add_s, name="add")
        house = House(
            settings=settings,
            ledger=ledger,
            pool=Reads(pool, Door(at_once=limits.fetches, fetch=fetch)),
            jobs=Jobs(adds, place=place, most=limits.jobs, limit_s=limits.add_s),
            templates=templates(),
            metrics=metrics,
            alone=local_person(),
            accounts=accounts(ledger) if accounts and settings.team else None,
        )
        app.state.house = house
        await to_thread.run_sync(house.pool.start)
        try:
            yield
        finally:
            house.pool.refuse()
            await to_thread.run_sync(house.jobs.end, settings.stop_s)
            await to_thread.run_sync(house.pool.stop, settings.stop_s)
            ledger.close()

    return lifespan
