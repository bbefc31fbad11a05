"""Owns the columns of tables (CSV, Parquet) and the way from one of their rows to an article. It opens no file."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from firsthand.errors import NotReadable
from firsthand.model import Article
from firsthand.reading.found import Bad, Found, Run
from firsthand.reading.options import Columns
from firsthand.reading.rows import ROW_TYPE, article_of_row, canonical

OTHER_NAMES = {
    "id": ("article_id", "doc_id", "uid"),
    "text": ("body", "content", "article", "article_text", "full_text", "fulltext", "maintext", "plain_text"),
    "html": ("raw_html", "page_html"),
    "title": ("headline",),
    "published": ("date", "published_at", "publish_date", "pub_date", "pubdate", "publication_date", "date_publish"),
    "outlet": ("publisher", "publication", "newspaper", "source_name", "site", "source"),
    "byline": ("author", "authors"),
    "url": ("link", "source_url", "web_url"),
    "language": ("lang",),
    "section": ("category",),
}
"""What columns are often called where nobody named them; the first that is there counts, capitals aside."""
MOST_SHOWN = 20


def columns_in(names: Sequence[str], columns: Columns, *, what: str) -> dict[str, str]:
    """Field of `Columns` → the table's column for it; fields that the table does not have are left out.

    Raises NotReadable, naming the table's columns, where one that was set is not there, or none holds a text.
    """
    by_form: dict[str, str] = {}
    for name in names:
        by_form.setdefault(name.strip().lower(), name)
    found = {}
    chosen = columns.named()
    for field in fields(columns):
        wanted = getattr(columns, field.name)
        if wanted in names:
            found[field.name] = wanted
        elif field.name in chosen:
            raise NotReadable(f"{what} has no column “{wanted}” for the {field.name}: {_listed(names)}.")
        else:
            forms = (wanted.lower(), *OTHER_NAMES[field.name])
            other = next((by_form[form] for form in forms if form in by_form), None)
            if other is not None:
                found[field.name] = other
    if not {"text", "html"} & set(found):
        raise NotReadable(
            f"{what} has no column “{columns.text}” or “{columns.html}” for the text: {_listed(names)}; name the one "
            "that holds it."
        )
    return found


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{' '.join(n.split())[:40]}”" for n in names[:MOST_SHOWN])
    return f"its columns are {shown}{' …' if len(names) > MOST_SHOWN else ''}" if names else "it has no columns"


def found_in_row(
    row: Mapping[str, object],
    run: Run,
    *,
    columns: Mapping[str, str],
    key: str,
    where: str,
    location: str,
    warnings: tuple[str, ...] = (),
) -> Found:
    """The article of one row of a table; its capture is the row as JSON, `columns` comes from `columns_in`."""
    named = {getattr(run.options.columns, field): row.get(column) for field, column in columns.items()}
    result: Article | Bad = article_of_row(named, key=key, where=where, options=run.options)
    if warnings and isinstance(result, Article):
        result = replace(result, warnings=(*result.warnings, *warnings))
    return run.found(result, location=location, body=canonical(dict(row)), media_type=ROW_TYPE)
