"""Owns the ledger's tables as the newest migration leaves them. It opens nothing and asks nothing.

Spans are JSON ``[start, end]`` in code points of the article's stored text; days are ``YYYY-MM-DD``; instants are ISO
8601 in UTC (``2031-05-04T09:00:00Z``). A column that holds an article's words can be null: retention clears them.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ROW = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database gives; it never leaves the ledger."""


def _article(**options: bool) -> Column[str]:
    return Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), **options)  # type: ignore[arg-type]


settings = Table("settings", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

readers = Table(
    "readers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("encoder", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("first_used", Text, nullable=False),
)
"""What read an article: the encoder's name and digest, and firsthand's version, whose rules they are."""

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("title", Text),
    Column("byline", Text),
    Column("outlet", Text),  # as the page says
    Column("outlet_name", Text),  # as the list of outlets calls it, else as the page says
    Column("url", Text),
    Column("address", Text),  # the url in its canonical form: versions of one page share it
    Column("published", Text),
    Column("day", Text),
    Column("section", Text),
    Column("language", Text),
    Column("text", Text),
    Column("text_sha256", Text, nullable=False),
    Column("length", Integer, nullable=False),  # code points
    Column("title_span", JSON(none_as_null=True)),
    Column("body_start", Integer, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("own_voice", JSON, nullable=False),
    Column("basis", JSON, nullable=False),
    Column("reader_id", Text, ForeignKey("readers.id"), nullable=False),
    Column("fetched_at", Text, nullable=False),  # of the first capture that gave it
    Column("added_at", Text, nullable=False),
    Column("latest", Boolean, nullable=False),  # False for a version that a later capture of its address replaced
    Index(None, "address", "fetched_at"),
    Index(None, "outlet_name", "day"),
    Index(None, "byline", "day"),
    Index(None, "day"),
    Index(None, "key"),
    Index(None, "url"),
    Index(None, "text_sha256"),
    Index(None, "added_at"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("location", Text, nullable=False),
    Column("url", Text),
    Column("fetched_at", Text, nullable=False),  # first
    Column("seen_at", Text, nullable=False),  # last with these bytes
    Column("media_type", Text, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("length", Integer, nullable=False),  # bytes
    Column("body", LargeBinary),
    _article(nullable=True),  # null where no article could be read from it
    Index(None, "article_id"),
    Index(None, "location"),
    Index(None, "url"),
    Index(None, "sha256"),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind_class", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("last", Text),  # of a person's full name, for who asks by the surname
    Column("name", Text, nullable=False),
    Column("weak", Boolean, nullable=False),  # the name alone is little proof that two articles mean the same one
    Column("automatic_root", Text, nullable=False),  # of its group of spellings
    Column("root", Text, nullable=False),  # after people's decisions: every answer goes by it
    Column("split_by", Text),  # the decision that made it, where one did
    Index(None, "kind_class", "base"),
    Index(None, "last"),
    Index(None, "root"),
    Index(None, "automatic_root"),
    Index(None, "key"),
)
"""One row for each full name; rows with one root are one source. Unnamed sources are never here."""

article_sources = Table(
    "article_sources",
    metadata,
    _article(primary_key=True),
    Column("local", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("descriptor", Text),
    Column("role", Text),
    Column("affiliation", Text),
    Column("anonymous", Boolean, nullable=False),
    Column("count", JSON, nullable=False),
    Column("via", Text),
    Column("distinct_from", JSON, nullable=False),
    Column("anonymity_reason", JSON(none_as_null=True)),
    Column("key_id", Text, ForeignKey("sources.id")),  # the name's own row; null for unnamed sources
    Column("source_id", Text, ForeignKey("sources.id")),  # the same, or the part that a split took it to
    Column("decision", Text),  # the correction that brought it in; null for what was read
    Index(None, "source_id"),
    Index(None, "key_id"),
)

mentions = Table(
    "mentions",
    metadata,
    _article(primary_key=True),
    Column("local", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

statements = Table(
    "statements",
    metadata,
    Column("row", ROW, primary_key=True),
    _article(nullable=False),
    Column("local", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("quotation", Text, nullable=False),
    Column("content_spans", JSON, nullable=False),
    Column("cue_span", JSON(none_as_null=True)),
    Column("source_span", JSON(none_as_null=True)),
    Column("source", Text),
    Column("inferred", Boolean, nullable=False),
    Column("parent", Text),
    Column("continues", Text),
    Column("stated_chain", JSON, nullable=False),
    Column("stance", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("hedges", JSON, nullable=False),
    Column("knowledge_kind", Text, nullable=False),
    Column("knowledge_span", JSON(none_as_null=True)),
    Column("confidence", Float, nullable=False),
    Column("producer", Text, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("words", Text),  # the content's words, for the index
    # What questions filter by, kept in step by `ledger.writing`:
    Column("source_id", Text, ForeignKey("sources.id")),
    Column("source_kind", Text),
    Column("unnamed", Boolean, nullable=False),
    Column("day", Text),
    Column("outlet_name", Text),
    # A correction is a new row over the old one:
    Column("decision", Text),  # the correction that made this row; null for what was read
    Column("overruled_by", Text),  # the correction over this row
    Column("live", Boolean, nullable=False),  # not overruled, and of the latest version of its article
    Index(None, "article_id", "position"),
    Index(None, "source_id", "day"),
    Index(None, "outlet_name", "day"),
    Index(None, "day"),
    sqlite_autoincrement=True,
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", ROW, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # correct, reject, merge, split, dispute, undo …
    Column("target", Text, nullable=False),  # an article's id, or a source's
    Column("payload", JSON, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("undoes", Text),  # the decision that this one takes back
    Column("undone_by", Text),
    Index(None, "kind", "target"),
    Index(None, "target"),
    sqlite_autoincrement=True,
)

failures = Table(
    "failures",
    metadata,
    Column("id", Text, primary_key=True),  # of location and key
    Column("location", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Index(None, "location"),
)
"""What could not be read and has not been since."""

bands = Table(
    "bands",
    metadata,
    Column("value", BigInteger, primary_key=True),  # the band's number is part of it
    _article(primary_key=True),
    Index(None, "article_id"),
)

copies = Table(
    "copies",
    metadata,
    Column("a", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("b", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("jaccard", Float, nullable=False),
    Column("a_in_b", Float, nullable=False),  # share of a's shingles that stand in b
    Column("b_in_a", Float, nullable=False),
    Index(None, "b"),
)
"""Pairs of articles that share much of their text; a is the lower id."""

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("title", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("checked_at", Text, nullable=False),
    Column("message", Text),  # why the last try failed; null where it did not
)

identifiers = Table(
    "identifiers",
    metadata,
    Column("source_id", Text, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("scheme", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Index(None, "scheme", "value"),
)

outlets = Table(
    "outlets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("domains", JSON, nullable=False),
    Column("country", Text),
    Column("aliases", JSON, nullable=False),
)
"""The user's own outlets, beside the bundled list."""

forgotten = Table(
    "forgotten",
    metadata,
    Column("digest", Text, primary_key=True),  # salted: see settings
    Column("kind", Text, nullable=False),  # text, url, source
    Column("at", Text, nullable=False),
)

exports = Table(
    "exports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("with_text", Boolean, nullable=False),
    Column("selection", JSON, nullable=False),
)

export_articles = Table(
    "export_articles",
    metadata,
    Column("export_id", Text, ForeignKey("exports.id", ondelete="CASCADE"), primary_key=True),
    Column("article_id", Text, primary_key=True),  # stays when the article is forgotten, until it is reported
    Index(None, "article_id"),
)

samples = Table(
    "samples",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("items", JSON, nullable=False),
)
"""Samples drawn for people to code, so that their sheets can be read back."""

# Tracing: made anew from articles at any time (`firsthand.ledger.units`), so that exports leave it out.

tracked = Table(
    "tracked",
    metadata,
    _article(primary_key=True),
    Column("recipe", Text, nullable=False),  # of what made its units
    Column("latest", Boolean, nullable=False),  # as in `articles` when its units were made
    Column("earliest_at", Text),  # the instants between which it came out
    Column("latest_at", Text),
    Column("links", JSON, nullable=False),  # the addresses that its page points to
)
"""Articles whose units are in `units` as the article stands now; a change to an article takes its row away."""

units = Table(
    "units",
    metadata,
    Column("id", Text, primary_key=True),
    _article(nullable=False),
    Column("position", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("words", Text, nullable=False),
    Column("statement", Text),
    Column("quotation", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("hedges", JSON, nullable=False),
    Column("chain", JSON, nullable=False),
    Column("parent", Text),
    Column("form_id", Text, nullable=False),
    Column("heads", Text, nullable=False),  # the id of a claim whose first report this is
    Column("claim", Text),  # the group it is in; null where groups are to be made anew
    Index(None, "article_id", "position"),
    Index(None, "form_id"),
    Index(None, "heads"),
    Index(None, "claim"),
)

forms = Table(
    "forms",
    metadata,
    Column("id", Text, primary_key=True),
    Column("period", Integer, nullable=False),
    Column("worth", Float, nullable=False),  # of the words it is found by
    Column("features", JSON, nullable=False),
    Column("vector", LargeBinary),
)
"""What is compared: units of one period that say the same in the same words have one form."""

form_words = Table(
    "form_words",
    metadata,
    Column("word", BigInteger, primary_key=True),  # a digest
    Column("period", Integer, primary_key=True),
    Column("form_id", Text, primary_key=True),
    Index(None, "form_id"),
)

form_pairs = Table(
    "form_pairs",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True),
    Column("probability", Float, nullable=False),
    Column("opposed", Boolean, nullable=False),
    Column("conflicts", Text, nullable=False),  # names, commas between
    Index(None, "b"),
)
"""Pairs of forms that may tell one claim; a is the lower id."""
