"""Owns what names stand for in a ledger: outlets by the lists, sources by their keys, pages by their addresses."""

from courlan import normalize_url
from sqlalchemy import Connection, select

from firsthand.errors import NotHeld, Withheld
from firsthand.language.outlets import Outlet, Outlets, load_outlets
from firsthand.ledger import writing
from firsthand.ledger.tables import outlets as outlet_rows
from firsthand.ledger.tables import sources
from firsthand.ledger.who import NamedSource, find_source
from firsthand.model import Capture, CaptureNote, Reading, Source, SourceKind
from firsthand.model.identity import SourceKey
from firsthand.resolution.across import source_key

KINDS: tuple[SourceKind, ...] = ("person", "outlet", "organisation", "government", "country", "document")
"""Kinds that a source with a name may be of."""


def own_outlets(connection: Connection) -> Outlets:
    """The bundled list of outlets with the ledger's own over it."""
    rows = connection.execute(select(outlet_rows).order_by(outlet_rows.c.name)).all()
    return load_outlets(
        Outlet(name=r.name, domains=tuple(r.domains), country=r.country, aliases=tuple(r.aliases)) for r in rows
    )


def names(reading: Reading, outlets: Outlets) -> dict[str, SourceKey]:
    """The key of each source of a reading that has a name of its own; none for unnamed sources."""
    keys = {s.id: source_key(s, outlets=outlets) for s in reading.sources}
    return {id: key for id, key in keys.items() if key is not None}


def entry(reading: Reading, capture: Capture | CaptureNote, read_by: writing.ReadBy, outlets: Outlets) -> writing.Entry:
    """A reading with its names, as it goes into the ledger."""
    article = reading.article
    known = outlets.of_page(article.url, article.outlet)
    return writing.Entry(
        reading=reading,
        capture=capture,
        read_by=read_by,
        names=names(reading, outlets),
        outlet_name=known.name if known else None,
        address=address(article.url),
    )


def address(url: str | None) -> str | None:
    """A url in its canonical form, which versions of one page share: without tracking, default port and fragment.
    What is none (``http://[``) stays as it is."""
    if not url:
        return None
    try:
        return normalize_url(url.partition("#")[0], strict=False)
    except ValueError:
        return url


def key_ids(connection: Connection, name: str, outlets: Outlets | None = None) -> tuple[str, ...]:
    """The ids that a source of that name would have, whatever its kind: titles left off, aliases of outlets known."""
    known = outlets or own_outlets(connection)
    keys = [source_key(Source(id="s1", kind=kind, name=name), outlets=known) for kind in KINDS]
    return tuple(dict.fromkeys(key.id for key in keys if key is not None))


def source_named(connection: Connection, name: str) -> NamedSource:
    """The one source that `name` stands for; raises as `firsthand.ledger.who.find_source`."""
    try:
        return find_source(connection, name)
    except (NotHeld, Withheld):
        ids = key_ids(connection, name)
        held = ids and connection.scalar(select(sources.c.id).where(sources.c.id.in_(ids)).limit(1))
        if not held:
            raise
        return find_source(connection, name, ids)
