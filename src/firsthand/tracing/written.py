"""Owns which documents of a claim are one, and who wrote them: an author, a body that it is by, those who are called
nothing but its writers.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from firsthand.model.trace import TracedSource
from firsthand.tracing.asides import WRITERS, head_of, paper_nouns
from firsthand.tracing.details import content
from firsthand.tracing.papers import one_paper
from firsthand.tracing.scene import Found, Scene, is_called, kind_of


def documents(scene: Scene) -> Found:
    for a, b in combinations(scene.papers, 2):
        mine, theirs = scene.papers[a], scene.papers[b]
        if one_paper(mine, theirs):
            yield a, b, True


def authors(scene: Scene) -> Found:
    """A document and whoever wrote it: its author is one root with it, and so is the body that it is said to be by."""
    for paper, known in scene.papers.items():
        for other in (*scene.people, *scene.bodies):
            source = scene.sources[other]
            name = source.name or ""
            if name and any(name in who or (who and who in name) for who in known.authors):
                yield other, paper, True
            elif known.issuer and _is_issuer(source, known.issuer, scene):
                yield other, paper, other in scene.bodies
        roles = [content(r) for i in scene.named for r in scene.roles(i) if scene.sources[i].name in known.authors]
        for other in scene.firsts:
            # "A surveyor" may be the surveyor who wrote it.
            if scene.sources[other].anonymous and any(
                content(head_of(scene.sources[other].descriptor or "")) & r for r in roles
            ):
                yield other, paper, False


def _is_issuer(source: TracedSource, issuer: frozenset[str], scene: Scene) -> bool:
    """True where a document is said to be by a source: by its name, or by what the source is called elsewhere."""
    if kind_of(source) == issuer:
        return True
    name = source.name or ""
    if not content(name):
        return False
    return content(name) <= issuer or is_called(name, issuer, scene.texts)


def writers(scene: Scene) -> Found:
    """A document and those who are called nothing but its writers: "the laboratory's chemists", "the auditors"."""
    for id in scene.firsts:
        source = scene.sources[id]
        head = head_of(source.descriptor or "")
        if source.name or source.kind not in ("group", "person", "unknown") or head not in WRITERS:
            continue
        papers = list(scene.papers)
        said_names = re.findall(r"(?<!^)\b[A-Z][\w-]+", source.descriptor or "")
        said = content(" ".join(said_names))
        definite = re.match(r"(?:the|its|their)\b", source.descriptor or "", re.I)
        for paper in papers:
            issuer = scene.papers[paper].issuer | (said if _beside(said_names, paper, scene) else frozenset())
            if (said and issuer & said) or (definite and not said and scene.articles(paper) & scene.articles(id)):
                yield id, paper, len(papers) == 1 or bool(issuer & said)


def _beside(names: Sequence[str], paper: str, scene: Scene) -> bool:
    """True where an article of a document sets one of the names beside a noun for a document: "the Hartmoor study"."""
    nouns = "|".join(map(re.escape, sorted(paper_nouns(), key=len, reverse=True)))
    texts = [p.reading.article.text for p in scene.pieces if p.id in scene.articles(paper)]
    return any(
        re.search(
            rf"\b{re.escape(n)}\s+(?:[\w’'-]+\s+){{0,2}}(?:{nouns})\b|\b(?:{nouns})\s+(?:by|from)\s+(?:the\s+)?{re.escape(n)}\b",
            t,
        )
        for n in names
        for t in texts
    )
