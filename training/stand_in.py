"""Owns made-up sentences with their dependencies, from a small grammar, as a stand-in where no treebank is at hand.

A parser that learned from them sees subjects, reporting verbs and clauses in plain news sentences, so that a pipeline
does about the work that it would do; it has seen some hundred words, and how well it parses real news nobody knows.
Speed may be measured with it, accuracy may not. Labels are those of Universal Dependencies.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

Row = tuple[str, str, str, int, str]
"""Form, lemma, part of speech, head counted from 1 (0 for the root), label."""

FIRST = "Ilse Marek Tove Anselm Dagny Ruben Oda Piet Sanna Viggo Lena Hugo Mira Jonas".split()
LAST = "Tamm Orrin Valk Brandt Corvel Hessen Lund Aldous Ferrante Okoro Quist Baptiste".split()
PLACES = "Ormsund Aldmere Corvane Brenna Tallow Westhaven Harrow".split()
TITLES = "Mayor Minister Judge Senator Sergeant Professor".split()
NOUNS = (
    "bridge ferry council harbour budget report hospital court strike contract dam company ministry union police "
    "school vote plan road talks campaign candidate committee official spokeswoman agency paper lawyer election tax "
    "investigation law crowd nurse station meeting government document decision deal price army"
).split()
ADJECTIVES = "new old local former public early senior large quiet federal regional final critical likely".split()
ADVERBS = "yesterday again quickly later still today recently now".split()
TRANSITIVE = {
    "reject": "rejected", "delay": "delayed", "sign": "signed", "close": "closed", "support": "supported",
    "review": "reviewed", "block": "blocked", "win": "won", "leave": "left", "build": "built", "approve": "approved",
    "attack": "attacked", "fund": "funded", "open": "opened",
}  # fmt: skip
INTRANSITIVE = {"rise": "rose", "fall": "fell", "resign": "resigned", "arrive": "arrived", "fail": "failed"}
SAYING = {
    "say": "said", "tell": "told", "warn": "warned", "add": "added", "claim": "claimed", "argue": "argued",
    "announce": "announced", "insist": "insisted", "write": "wrote", "believe": "believed", "think": "thought",
}  # fmt: skip
PREPOSITIONS = "in on of for at near with after".split()
PRONOUNS = "he she they it we I".split()


@dataclass(slots=True)
class Node:
    """A word with what hangs on it before and after."""

    form: str
    pos: str
    label: str
    lemma: str = ""
    before: list["Node"] = field(default_factory=list)
    after: list["Node"] = field(default_factory=list)


def sentences(count: int, seed: int) -> Iterator[list[Row]]:
    """So many sentences; a seed gives the same ones again."""
    rng = random.Random(seed)
    shapes: Sequence[tuple[Callable[[random.Random], Node], int]] = (
        (_plain, 4), (_that, 2), (_bare, 2), (_said_after, 3), (_said_between, 1), (_according, 1),
    )  # fmt: skip
    makers = [maker for maker, times in shapes for _ in range(times)]
    for _ in range(count):
        yield _rows(rng.choice(makers)(rng))


def _rows(root: Node) -> list[Row]:
    order: list[tuple[Node, Node | None]] = []

    def visit(node: Node, head: Node | None) -> None:
        for child in node.before:
            visit(child, node)
        order.append((node, head))
        for child in node.after:
            visit(child, node)

    visit(root, None)
    places = {id(node): place for place, (node, _) in enumerate(order, start=1)}
    rows: list[Row] = []
    for node, head in order:
        begins = not rows or [row[0] for row in rows] == ["“"]
        form = node.form[:1].upper() + node.form[1:] if begins else node.form
        rows.append((form, node.lemma or node.form, node.pos, places[id(head)] if head else 0, node.label))
    return rows


def _noun(rng: random.Random, label: str, *, depth: int = 0) -> Node:
    kind = rng.random()
    if kind < 0.2 and label == "nsubj":
        return Node(rng.choice(PRONOUNS), "PRON", label)
    if kind < 0.5:
        name = Node(rng.choice(FIRST), "PROPN", label, after=[Node(rng.choice(LAST), "PROPN", "flat")])
        if rng.random() < 0.3:
            title = Node(rng.choice(TITLES), "PROPN", label)
            return Node(title.form, "PROPN", label, after=[Node(name.form, "PROPN", "flat"), *name.after])
        if rng.random() < 0.25:
            name.after += [_comma(), _common(rng, "appos", depth=1), _comma()]
        return name
    if kind < 0.58:
        return Node(rng.choice(PLACES), "PROPN", label)
    return _common(rng, label, depth=depth)


def _common(rng: random.Random, label: str, *, depth: int) -> Node:
    noun = rng.choice(NOUNS)
    node = Node(noun, "NOUN", label)
    if rng.random() < 0.2:
        node.form, node.lemma = _plural(noun), noun
    node.before.append(Node(rng.choice(("the", "a", "this", "its", "the")), "DET", "det"))
    if rng.random() < 0.35:
        node.before.append(Node(rng.choice(ADJECTIVES), "ADJ", "amod"))
    if rng.random() < 0.2:
        node.before.append(Node(rng.choice(NOUNS), "NOUN", "compound"))
    if depth < 2 and rng.random() < 0.3:
        node.after.append(_phrase(rng, "nmod", depth=depth + 1))
    return node


def _plural(noun: str) -> str:
    if noun.endswith("y"):
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + ("es" if noun.endswith(("x", "ch")) else "s")


def _phrase(rng: random.Random, label: str, *, depth: int) -> Node:
    noun = _noun(rng, label, depth=depth + 1)
    noun.before.insert(0, Node(rng.choice(PREPOSITIONS), "ADP", "case"))
    return noun


def _clause(rng: random.Random, label: str) -> Node:
    verbs = TRANSITIVE if rng.random() < 0.7 else INTRANSITIVE
    lemma = rng.choice(list(verbs))
    verb = Node(verbs[lemma], "VERB", label, lemma, before=[_noun(rng, "nsubj")])
    if rng.random() < 0.4:
        verb.form = lemma
        verb.before.append(Node(rng.choice(("will", "could", "would", "did")), "AUX", "aux"))
        if rng.random() < 0.3:
            verb.before.append(Node("not", "PART", "advmod"))
    if verbs is TRANSITIVE:
        verb.after.append(_noun(rng, "obj"))
    if rng.random() < 0.4:
        verb.after.append(_phrase(rng, "obl", depth=0))
    if rng.random() < 0.25:
        verb.after.append(Node(rng.choice(ADVERBS), "ADV", "advmod"))
    return verb


def _comma() -> Node:
    return Node(",", "PUNCT", "punct")


def _saying(rng: random.Random, label: str) -> Node:
    lemma = rng.choice(list(SAYING)) if rng.random() < 0.5 else "say"
    verb = Node(SAYING[lemma], "VERB", label, lemma)
    if lemma == "tell":
        verb.after.append(Node(rng.choice(("reporters", "journalists", "parliament")), "NOUN", "obj"))
    return verb


def _ended(root: Node) -> Node:
    root.after.append(Node(".", "PUNCT", "punct"))
    return root


def _plain(rng: random.Random) -> Node:
    root = _clause(rng, "root")
    if rng.random() < 0.25:
        second = _clause(rng, "conj")
        second.before.insert(0, Node(rng.choice(("and", "but")), "CCONJ", "cc"))
        root.after.append(second)
    return _ended(root)


def _that(rng: random.Random) -> Node:
    verb = _saying(rng, "root")
    clause = _clause(rng, "ccomp")
    clause.before.insert(0, Node("that", "SCONJ", "mark"))
    verb.before, verb.after = [_noun(rng, "nsubj")], [*verb.after, clause]
    return _ended(verb)


def _bare(rng: random.Random) -> Node:
    verb = _saying(rng, "root")
    verb.before, verb.after = [_noun(rng, "nsubj")], [*verb.after, _clause(rng, "ccomp")]
    return _ended(verb)


def _said_after(rng: random.Random) -> Node:
    """ "…," she said. The clause depends on the verb, with or without marks; sometimes the subject comes last."""
    verb, clause, speaker = _saying(rng, "root"), _clause(rng, "ccomp"), _noun(rng, "nsubj")
    if rng.random() < 0.7:
        clause.before.insert(0, Node("“", "PUNCT", "punct"))
        clause.after += [_comma(), Node("”", "PUNCT", "punct")]
    else:
        clause.after.append(_comma())
    turned = speaker.pos != "PRON" and rng.random() < 0.4
    verb.before = [clause] if turned else [clause, speaker]
    verb.after = [speaker, *verb.after] if turned else verb.after
    return _ended(verb)


def _said_between(rng: random.Random) -> Node:
    """ "…," she said, "…": the verb is the clause's parataxis."""
    clause, verb = _clause(rng, "root"), _saying(rng, "parataxis")
    verb.before = [_comma(), Node("”", "PUNCT", "punct"), _noun(rng, "nsubj")]
    clause.before.insert(0, Node("“", "PUNCT", "punct"))
    more = _phrase(rng, "obl", depth=1)
    more.before.insert(0, Node("“", "PUNCT", "punct"))
    clause.after += [verb, _comma(), more]
    _ended(clause)
    clause.after.append(Node("”", "PUNCT", "punct"))
    return clause


def _according(rng: random.Random) -> Node:
    root, source = _clause(rng, "root"), _noun(rng, "obl")
    source.before = [Node("according", "VERB", "case", after=[Node("to", "ADP", "fixed")]), *source.before]
    if rng.random() < 0.5:
        root.before = [source, _comma(), *root.before]
    else:
        root.after += [_comma(), source]
    return _ended(root)
