"""Owns reading GUM's WebAnno TSV (and GAP's TSV) into plain dicts of running text and spans; it trains nothing.

GUM: Zeldes 2017, "The GUM Corpus". GAP: Webster et al. 2018, "Mind the GAP". Offsets are half-open code points.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ENTITY, IDENTITY, RELATION, TARGET = 3, 6, 8, 9
"""Columns of a token row; some files pad rows with further empty columns, so they are counted from the left."""

BRIDGES = ("bridge",)
AGGREGATE = "bridge:aggr"

SOURCE_KINDS = {"person": "person", "organization": "organisation", "place": "place"}

PRONOUNS = _words(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her "
    "hers herself it its itself they them their theirs themselves themself 'em ’em ya y'all 's ’s"
)
"""Personal, possessive and reflexive pronouns ('s as in "let's"); demonstratives and relatives are not among them."""

DETERMINERS = _words("the a an this that these those my your his her its our their some any no each every all both")
HEAD_STOPS = _words(
    "of in on at for from with by to who whom whose which that where when as and or but under about between , ( [ "
    "-- — – : ;"
)
"""Words that end the part of a mention in which its head stands."""

POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
CLITIC = re.compile(r"(?:['’](?:s|m|re|ve|ll|d|em)|n['’]t)\Z", re.IGNORECASE)
CLOSERS = _words(", . ; : ? ! ) ] } ” » % … ... .. …. °")
OPENERS = _words("( [ { “ ‘ « $ £ € # @")
SPLIT_WORDS = frozenset(
    {("can", "not"), ("gon", "na"), ("wan", "na"), ("got", "ta"), ("dun", "no"), ("lem", "me"), ("gim", "me")}
)
TERMINAL = re.compile(r"[.?!…](?:\[\w{1,3}\]|[\"”’')\]])*\Z")
"""A sentence's final mark, with what may follow it: closing marks and note numbers."""

SPAN_VALUE = re.compile(r"(?P<value>.*?)(?:\[(?P<id>\d+)\])?\Z")
LINK = re.compile(r"(?P<token>\d+-\d+)(?:\[(?P<source>\d+)_(?P<target>\d+)\])?\Z")

Doc = dict[str, Any]
Row = list[str]


def source_kind(entity_type: str) -> str:
    """The classifier's label (person, organisation, place or other) of a GUM entity type."""
    return SOURCE_KINDS.get(entity_type, "other")


def load_folder(folder: Path | str) -> list[Doc]:
    """All documents of a folder of WebAnno TSV files, by name. Raises FileNotFoundError where there is none."""
    paths = sorted(Path(folder).glob("*.tsv"))
    if not paths:
        raise FileNotFoundError(f"no .tsv file in {folder}; name the folder that holds GUM's WebAnno TSV files")
    return [parse(path.read_text(encoding="utf-8"), name=path.stem) for path in paths]


def parse(tsv: str, *, name: str) -> Doc:
    """One document: name, text, sentences (spans) and mentions.

    A mention has start, end (before a final possessive 's), type, cluster, pronoun, named, and parts: the clusters
    that a group such as "they" sums up (GUM's split antecedents). Clusters join every link but bridging. Raises
    ValueError where the tokens and the `#Text=` lines disagree.
    """
    sentences = list(_sentences(tsv, name=name))
    text, offsets = _running_text([[row[2] for row in rows] for rows in sentences])
    for rows, spans in zip(sentences, offsets, strict=True):
        for row, (start, end) in zip(rows, spans, strict=True):
            if text[start:end] != row[2]:
                raise ValueError(f"{name}: token {row[0]} is {row[2]!r} but the text has {text[start:end]!r} there")
    return {
        "name": name,
        "text": text,
        "sentences": [(spans[0][0], spans[-1][1]) for spans in offsets],
        "mentions": _mentions(sentences, offsets),
    }


def _sentences(tsv: str, *, name: str) -> Iterator[list[Row]]:
    """The token rows of each sentence, held against its `#Text=` line."""
    rows: list[Row] = []
    stated = ""
    for line in [*tsv.splitlines(), "#Text="]:
        if line.startswith("#Text="):
            if rows:
                found = " ".join(row[2] for row in rows)
                if found.split() != stated.split():
                    raise ValueError(f"{name}: the tokens read {found!r} but the text line {stated!r}; check the file")
                yield rows
            rows, stated = [], line.removeprefix("#Text=")
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) <= RELATION:
                raise ValueError(f"{name}: row {line!r} has {len(cells)} columns, at least {RELATION + 1} are needed")
            rows.append(cells)


# --- running text -----------------------------------------------------------------------------------------------


def _running_text(sentences: list[list[str]]) -> tuple[str, list[list[tuple[int, int]]]]:
    """Text as printed, and the span of each token: punctuation is joined again, blocks are parted by a blank line.

    The files know no paragraphs. A sentence without a final mark is taken as a heading or a list item, a block
    of its own; all others run on with one space.
    """
    pieces: list[str] = []
    spans: list[list[tuple[int, int]]] = []
    length, quote_open, previous_runs = 0, False, True
    for tokens in sentences:
        runs = bool(TERMINAL.search("".join(tokens[-7:])))
        gap = "" if not spans else " " if runs and previous_runs else "\n\n"
        if gap == "\n\n":
            quote_open = False
        spaces, quote_open = _spaces(tokens, quote_open=quote_open)
        row: list[tuple[int, int]] = []
        for position, token in enumerate(tokens):
            before = gap if position == 0 else " " if spaces[position] else ""
            pieces += [before, token]
            start = length + len(before)
            length = start + len(token)
            row.append((start, length))
        spans.append(row)
        previous_runs = runs
    return "".join(pieces), spans


def _spaces(tokens: list[str], *, quote_open: bool) -> tuple[list[bool], bool]:
    """Whether a space stands before each token, and whether a straight quotation is open after the last."""
    spaces = [False] * len(tokens)
    glue_next = False
    single_open = False
    for position, token in enumerate(tokens):
        previous = tokens[position - 1] if position else ""
        following = tokens[position + 1 : position + 3]
        left, right = _joins(previous, token, following)
        if token == '"':
            opens = position == 0 or (not quote_open and bool(following))
            left, right, quote_open = not opens, opens, opens
        elif token == "'":
            possessive = previous.lower().endswith("s") and not CLITIC.match(previous) and not single_open
            opens = not possessive and not single_open and bool(following)
            left, right = not opens, opens
            single_open = opens or (single_open and possessive)
        spaces[position] = position > 0 and not (left or glue_next)
        glue_next = right
    return spaces, quote_open


def _joins(previous: str, token: str, following: list[str]) -> tuple[bool, bool]:
    """Whether a token is written against the one before it, and against the one after it."""
    if token in ("-", "/", "–"):
        after = following[0] if following else ""
        wordy = previous[-1:].isalnum() and after[:1].isalnum()
        if token == "–":
            wordy = wordy and previous[-1:].isdigit() and after[:1].isdigit()
        suspended = token == "-" and after in ("and", "or", "to") and following[1:2] != ["-"]
        return wordy, wordy and not suspended
    if token == ":" and previous.isdigit() and following and following[0].isdigit():
        return True, True
    left = token in CLOSERS or token == "’" or bool(CLITIC.match(token)) or (previous.lower(), token) in SPLIT_WORDS
    return left, token in OPENERS


# --- mentions ---------------------------------------------------------------------------------------------------


def _mentions(sentences: list[list[Row]], offsets: list[list[tuple[int, int]]]) -> list[Doc]:
    """Every entity span with its cluster, in order of start, longest first."""
    found: dict[str, Doc] = {}
    links: list[tuple[str, str, str]] = []
    for rows, spans in zip(sentences, offsets, strict=True):
        for row, (start, end) in zip(rows, spans, strict=True):
            identities = dict(_values(row, IDENTITY))
            for key, kind in _values(row, ENTITY):
                mention = found.setdefault(key, {"start": start, "type": kind, "rows": [], "wiki": ""})
                # GUM keeps the possessive 's inside the mention; names elsewhere in the project end before it.
                if not mention["rows"] or row[2] not in POSSESSIVES:
                    mention["end"] = end
                mention["rows"].append(row)
                mention["wiki"] = identities.get(key, mention["wiki"])
            links += _links(row)
    cluster = _clusters(found, (link[1:] for link in links if not link[0].startswith(BRIDGES)))
    parts: dict[int, set[int]] = {}
    for kind, group, member in links:
        if kind == AGGREGATE and group in cluster and member in cluster:
            parts.setdefault(cluster[group], set()).add(cluster[member])
    casing = _Casing(sentences)
    mentions = [
        {
            "start": mention["start"],
            "end": mention["end"],
            "type": mention["type"],
            "cluster": cluster[key],
            "pronoun": len(mention["rows"]) == 1 and mention["rows"][0][2].lower() in PRONOUNS,
            "named": casing.named(mention["rows"], wiki=mention["wiki"]),
            "parts": sorted(parts.get(cluster[key], ())),
        }
        for key, mention in found.items()
    ]
    return sorted(mentions, key=lambda mention: (mention["start"], -mention["end"]))


def _values(row: Row, column: int) -> Iterator[tuple[str, str]]:
    """(id, value) of each stacked value of a cell; a value without a number is its token's own."""
    if row[column] in ("_", "*", ""):
        return
    for part in row[column].split("|"):
        match = SPAN_VALUE.match(part)
        if match and match["value"] not in ("_", "*"):
            yield match["id"] or f"token {row[0]}", match["value"]


def _links(row: Row) -> Iterator[tuple[str, str, str]]:
    """(kind, later mention, earlier mention) of each link noted on a row; the row holds the earlier one."""
    if row[RELATION] in ("_", "") or len(row) <= TARGET:
        return
    for kind, target in zip(row[RELATION].split("|"), row[TARGET].split("|"), strict=True):
        match = LINK.match(target)
        if match is None:
            raise ValueError(f"token {row[0]} has the link {target!r}; a token with its ids, as 4-17[31_2], is needed")
        here, there = match["target"], match["source"]
        own = f"token {row[0]}" if here in (None, "0") else here
        yield kind, f"token {match['token']}" if there in (None, "0") else there, own


def _clusters(found: dict[str, Doc], links: Iterable[tuple[str, str]]) -> dict[str, int]:
    """A cluster number, counted from 0 in reading order, for every mention: linked ones share theirs."""
    parent = {key: key for key in found}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for one, other in links:
        if one in parent and other in parent:
            parent[root(one)] = root(other)
    numbers: dict[str, int] = {}
    return {key: numbers.setdefault(root(key), len(numbers)) for key in found}


class _Casing:
    """What the document's own spelling says about names: capitals count only where they are not the rule."""

    def __init__(self, sentences: list[list[Row]]) -> None:
        self.inside: set[str] = set()
        self.lower: set[str] = set()
        self.uninformative: set[str] = set()
        for rows in sentences:
            words = [row for row in rows if row[2][:1].isalpha()]
            capitals = sum(row[2][:1].isupper() for row in words)
            titled = not TERMINAL.search("".join(row[2] for row in rows[-7:])) and capitals * 2 > len(words)
            self.uninformative.update(row[0] for row in (words if titled else words[:1]))
            self.lower.update(row[2] for row in words if row[2][:1].islower())
            if not titled:
                self.inside.update(row[2] for row in words[1:] if row[2][:1].isupper())

    def named(self, rows: list[Row], *, wiki: str) -> bool:
        """Whether the head of a mention is spelt as a name.

        Wikification belongs to the entity, not to the mention ("the group" has it too), so it only helps where
        the head is a word of the title.
        """
        if len(rows) == 1 and rows[0][2].lower() in PRONOUNS:
            return False
        kept = [row for row in rows if row[2].lower() not in DETERMINERS] or rows
        stop = next((i for i, row in enumerate(kept) if i and row[2].lower() in HEAD_STOPS), len(kept))
        core = [row for row in kept[:stop] if not CLITIC.match(row[2]) and row[2] not in ('"', "'", "’", ".")]
        if not core or not core[-1][2][:1].isupper():
            return False
        head = core[-1]
        if head[0] not in self.uninformative or head[2] in re.split(r"[_\W]+", wiki):
            return True
        lowered = head[2].lower() in self.lower
        return head[2] in self.inside or (not lowered and len(core) > 1 and all(row[2][:1].isupper() for row in core))


# --- GAP, for evaluation only -----------------------------------------------------------------------------------


def gap(path: Path | str) -> list[Doc]:
    """GAP's examples: id, text, pronoun, a, b (spans), a_coref, b_coref. Raises ValueError on a wrong offset."""
    with Path(path).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        {
            "id": row["ID"],
            "text": row["Text"],
            "pronoun": _gap_span(row, "Pronoun"),
            "a": _gap_span(row, "A"),
            "b": _gap_span(row, "B"),
            "a_coref": row["A-coref"].upper() == "TRUE",
            "b_coref": row["B-coref"].upper() == "TRUE",
        }
        for row in rows
    ]


def _gap_span(row: dict[str, str], column: str) -> tuple[int, int]:
    start = int(row[f"{column}-offset"])
    end = start + len(row[column])
    if row["Text"][start:end] != row[column]:
        raise ValueError(f"{row['ID']}: {column} is {row[column]!r} but the text has {row['Text'][start:end]!r} there")
    return start, end
