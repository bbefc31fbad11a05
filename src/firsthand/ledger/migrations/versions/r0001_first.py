"""Owns the first revision: every table, its indexes, and the full text index of the database at hand."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Frozen with the revision: what later revisions change, they change themselves.
SQLITE_FULLTEXT = (
    "CREATE VIRTUAL TABLE statement_words USING fts5(words, content='statements', content_rowid='row', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER statements_words_insert AFTER INSERT ON statements WHEN new.words IS NOT NULL BEGIN "
    "INSERT INTO statement_words(rowid, words) VALUES (new.row, new.words); END",
    "CREATE TRIGGER statements_words_delete AFTER DELETE ON statements WHEN old.words IS NOT NULL BEGIN "
    "INSERT INTO statement_words(statement_words, rowid, words) VALUES ('delete', old.row, old.words); END",
    # Two triggers of one event run in no stated order, so one does both.
    "CREATE TRIGGER statements_words_update AFTER UPDATE OF words ON statements BEGIN "
    "INSERT INTO statement_words(statement_words, rowid, words) "
    "SELECT 'delete', old.row, old.words WHERE old.words IS NOT NULL; "
    "INSERT INTO statement_words(rowid, words) SELECT new.row, new.words WHERE new.words IS NOT NULL; END",
)
# English stems, and no stop words: who looks for "it will not" means those words, as on the other database.
POSTGRESQL_FULLTEXT = (
    "CREATE TEXT SEARCH DICTIONARY firsthand_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION firsthand (COPY = english)",
    "ALTER TEXT SEARCH CONFIGURATION firsthand ALTER MAPPING REPLACE english_stem WITH firsthand_stem",
    "ALTER TABLE statements ADD COLUMN words_vector tsvector "
    "GENERATED ALWAYS AS (to_tsvector('firsthand', coalesce(words, ''))) STORED",
    "CREATE INDEX ix_statements_words_vector ON statements USING gin (words_vector)",
)


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "decisions",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decisions")),
        sa.UniqueConstraint("id", name=op.f("uq_decisions_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decisions_kind_target"), "decisions", ["kind", "target"], unique=False)
    op.create_index(op.f("ix_decisions_target"), "decisions", ["target"], unique=False)
    op.create_table(
        "exports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("with_text", sa.Boolean(), nullable=False),
        sa.Column("selection", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_table(
        "failures",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failures")),
    )
    op.create_index(op.f("ix_failures_location"), "failures", ["location"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_feeds")),
    )
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_forgotten")),
    )
    op.create_table(
        "outlets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outlets")),
    )
    op.create_table(
        "readers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("first_used", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers")),
    )
    op.create_table(
        "samples",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind_class", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("weak", sa.Boolean(), nullable=False),
        sa.Column("automatic_root", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("split_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_automatic_root"), "sources", ["automatic_root"], unique=False)
    op.create_index(op.f("ix_sources_key"), "sources", ["key"], unique=False)
    op.create_index(op.f("ix_sources_kind_class_base"), "sources", ["kind_class", "base"], unique=False)
    op.create_index(op.f("ix_sources_last"), "sources", ["last"], unique=False)
    op.create_index(op.f("ix_sources_root"), "sources", ["root"], unique=False)
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("outlet_name", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("title_span", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("body_start", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("own_voice", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("reader_id", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["reader_id"], ["readers.id"], name=op.f("fk_articles_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_added_at"), "articles", ["added_at"], unique=False)
    op.create_index(op.f("ix_articles_address_fetched_at"), "articles", ["address", "fetched_at"], unique=False)
    op.create_index(op.f("ix_articles_byline_day"), "articles", ["byline", "day"], unique=False)
    op.create_index(op.f("ix_articles_day"), "articles", ["day"], unique=False)
    op.create_index(op.f("ix_articles_key"), "articles", ["key"], unique=False)
    op.create_index(op.f("ix_articles_outlet_name_day"), "articles", ["outlet_name", "day"], unique=False)
    op.create_index(op.f("ix_articles_text_sha256"), "articles", ["text_sha256"], unique=False)
    op.create_index(op.f("ix_articles_url"), "articles", ["url"], unique=False)
    op.create_table(
        "export_articles",
        sa.Column("export_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["exports.id"], name=op.f("fk_export_articles_export_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("export_id", "article_id", name=op.f("pk_export_articles")),
    )
    op.create_index(op.f("ix_export_articles_article_id"), "export_articles", ["article_id"], unique=False)
    op.create_table(
        "identifiers",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_identifiers_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "scheme", "value", name=op.f("pk_identifiers")),
    )
    op.create_index(op.f("ix_identifiers_scheme_value"), "identifiers", ["scheme", "value"], unique=False)
    op.create_table(
        "article_sources",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("descriptor", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("affiliation", sa.Text(), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("count", sa.JSON(), nullable=False),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("distinct_from", sa.JSON(), nullable=False),
        sa.Column("anonymity_reason", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("key_id", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_sources_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["key_id"], ["sources.id"], name=op.f("fk_article_sources_key_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_article_sources_source_id")),
        sa.PrimaryKeyConstraint("article_id", "local", name=op.f("pk_article_sources")),
    )
    op.create_index(op.f("ix_article_sources_key_id"), "article_sources", ["key_id"], unique=False)
    op.create_index(op.f("ix_article_sources_source_id"), "article_sources", ["source_id"], unique=False)
    op.create_table(
        "bands",
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_bands_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("value", "article_id", name=op.f("pk_bands")),
    )
    op.create_index(op.f("ix_bands_article_id"), "bands", ["article_id"], unique=False)
    op.create_table(
        "captures",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("article_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_captures_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
    )
    op.create_index(op.f("ix_captures_article_id"), "captures", ["article_id"], unique=False)
    op.create_index(op.f("ix_captures_location"), "captures", ["location"], unique=False)
    op.create_index(op.f("ix_captures_sha256"), "captures", ["sha256"], unique=False)
    op.create_index(op.f("ix_captures_url"), "captures", ["url"], unique=False)
    op.create_table(
        "copies",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("jaccard", sa.Float(), nullable=False),
        sa.Column("a_in_b", sa.Float(), nullable=False),
        sa.Column("b_in_a", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["articles.id"], name=op.f("fk_copies_a"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b"], ["articles.id"], name=op.f("fk_copies_b"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_copies")),
    )
    op.create_index(op.f("ix_copies_b"), "copies", ["b"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_mentions_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "local", "position", name=op.f("pk_mentions")),
    )
    op.create_table(
        "statements",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quotation", sa.Text(), nullable=False),
        sa.Column("content_spans", sa.JSON(), nullable=False),
        sa.Column("cue_span", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("source_span", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("continues", sa.Text(), nullable=True),
        sa.Column("stated_chain", sa.JSON(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("hedges", sa.JSON(), nullable=False),
        sa.Column("knowledge_kind", sa.Text(), nullable=False),
        sa.Column("knowledge_span", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("source_kind", sa.Text(), nullable=True),
        sa.Column("unnamed", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("outlet_name", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("overruled_by", sa.Text(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_statements_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_statements_source_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_statements")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_statements_article_id_position"), "statements", ["article_id", "position"], unique=False)
    op.create_index(op.f("ix_statements_day"), "statements", ["day"], unique=False)
    op.create_index(op.f("ix_statements_outlet_name_day"), "statements", ["outlet_name", "day"], unique=False)
    op.create_index(op.f("ix_statements_source_id_day"), "statements", ["source_id", "day"], unique=False)
    for statement in SQLITE_FULLTEXT if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_FULLTEXT:
        op.execute(statement)
