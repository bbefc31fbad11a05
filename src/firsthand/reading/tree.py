"""Owns the HTML tree before and after the main text is found: quotation marks, line breaks, captions, paragraphs.

It does not choose the main text: trafilatura does.
"""

import re
from collections import Counter
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement

MARKS = (("“", "”"), ("‘", "’"))
OPENING = tuple("“‘«‹„‚\"'”’»")
BLOCKS = "body p head quote list item table row div ab blockquote ul ol li h1 h2 h3 h4 h5 h6 main article section"
UNREAD = frozenset({"del", "graphic", "figcaption", "figure", "caption"})
CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|photo-?credit|image-?credit|credit-?line)(?:$|[\s_-])", re.I)
MAX_CAPTION = 600
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
WORD = re.compile(r"\w+")
PULL_QUOTE_WORDS = (5, 80)
MAX_COMPARED = 2_000
"""Paragraphs of one page that are looked up in each other; a longer page only loses exact repetitions."""


def prepared(tree: HtmlElement) -> HtmlElement:
    """`tree`, changed in place: ``<q>`` written out with its marks, captions gone, double line breaks kept.

    Extractors drop ``<q>`` and with it the quotation. A ``<q>`` inside another takes single marks; one that already has
    a mark of its own gets no second.
    """
    _write_marks(tree)
    for element in list(tree.iter("figcaption", "p", "div", "span")):
        if _is_caption(element):
            element.drop_tree()
    for figure in list(tree.iter("figure")):  # extractors drop figures with the block quotation that some of them hold
        if next(figure.iter("blockquote", "table", "pre"), None) is not None and figure.getparent() is not None:
            figure.drop_tag()
    _split_at_breaks(tree)
    return tree


def _split_at_breaks(tree: HtmlElement) -> None:
    """Two line breaks in a row inside a paragraph end it: what follows them becomes a paragraph of its own."""
    for br in reversed(list(tree.iter("br"))):  # from the last one on, so that each moves only what is left behind it
        parent, following = br.getparent(), br.getnext()
        if parent is None or parent.tag != "p" or parent.getparent() is None:
            continue
        if following is None or following.tag != "br" or (br.tail or "").strip():
            continue
        new = parent.makeelement("p")
        new.text, following.tail = following.tail, None
        new.extend(list(following.itersiblings()))
        new.tail, parent.tail = parent.tail, None
        parent.addnext(new)
        parent.remove(following)
        parent.remove(br)


def _is_caption(element: HtmlElement) -> bool:
    if element.getparent() is None:
        return False
    if element.tag == "figcaption":
        return True
    named = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if not CAPTION.search(named):
        return False
    return len(element.text_content()) <= MAX_CAPTION


def _write_marks(tree: HtmlElement) -> None:
    depth = 0
    found: list[tuple[HtmlElement, int]] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag != "q":
            continue
        if event == "start":
            found.append((element, depth))
            depth += 1
        else:
            depth -= 1
    for element, level in reversed(found):  # innermost first
        words = element.text_content().strip()
        if words and not words.startswith(OPENING):
            opening, closing = MARKS[level % 2]
            element.text = opening + (element.text or "").lstrip()
            if len(element):
                element[-1].tail = (element[-1].tail or "").rstrip() + closing
            else:
                element.text = element.text.rstrip() + closing
        if element.getparent() is None:  # a damaged page may have nothing above it
            element.tag = "div"
        else:
            element.drop_tag()


def paragraphs_of(body: etree._Element) -> tuple[str, ...]:
    """The paragraphs, headings, list items and table rows of an extracted body in order, white space made single."""
    found: list[str] = []
    buffer: list[str] = []

    def flush() -> None:
        words = " ".join(INVISIBLE.sub("", "".join(buffer)).split()).strip("| ")
        if words:
            found.append(words)
        buffer.clear()

    blocks, unread = frozenset(BLOCKS.split()), 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            unread += element.tag in UNREAD
            if element.tag in blocks:
                flush()
            if not unread:
                buffer.append(" | " if element.tag == "cell" else " " if element.tag in ("lb", "br") else "")
                buffer.append(element.text or "")
        else:
            unread -= element.tag in UNREAD
            if element.tag in blocks:
                flush()
            if not unread and element is not body:
                buffer.append(element.tail or "")
    flush()
    return tuple(found)


def without_repetitions(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """`paragraphs` with none twice, so that no statement is counted twice.

    Out go: a paragraph that is only others of the page run together, one that stood before word for word, and a pull
    quote, which repeats words that stand inside another paragraph. Lines of fewer than five words may repeat unless
    they follow each other.
    """
    kept = _without_exact(paragraphs)
    if len(kept) > MAX_COMPARED:
        return tuple(kept)
    kept = _without_merged(kept)
    forms = [f" {_form(p)} " for p in kept]
    whole = "\n".join(forms)
    low, high = PULL_QUOTE_WORDS
    return tuple(
        p
        for p, form in zip(kept, forms, strict=True)
        if not (low <= form.count(" ") - 1 <= high and whole.count(form) > 1)
    )


def _form(paragraph: str) -> str:
    return " ".join(WORD.findall(paragraph.lower()))


def _without_exact(paragraphs: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    kept: list[str] = []
    last = None
    for paragraph in paragraphs:
        form = _form(paragraph) or paragraph
        if form != last and not (seen[form] and form.count(" ") >= PULL_QUOTE_WORDS[0] - 1):
            kept.append(paragraph)
        seen[form] += 1
        last = form
    return kept


def _start(form: str) -> str:
    return " ".join(form.split()[:4])


def _without_merged(paragraphs: Sequence[str]) -> list[str]:
    """Drops a paragraph that is two or more of the others, in their order, and nothing else."""
    forms = [_form(p) for p in paragraphs]
    starts: dict[str, int] = {}
    for i, form in enumerate(forms):
        starts.setdefault(_start(form), i)
    kept = []
    for i, form in enumerate(forms):
        candidates = {i + 1, starts[_start(form)]} - {i, len(forms)}
        if not any(_runs_together(form, forms, first, i) for first in candidates):
            kept.append(paragraphs[i])
    return kept


def _runs_together(form: str, forms: Sequence[str], first: int, this: int) -> bool:
    joined = ""
    for k in range(first, len(forms)):
        joined = f"{joined} {forms[k]}".strip()
        if k == this or not form.startswith(joined):
            return False
        if len(joined) == len(form):
            return k > first
    return False
