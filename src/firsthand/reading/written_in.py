"""Owns the question which language a text is written in. It refuses texts in other languages than those accepted."""

import re
from functools import cache

from babel import Locale
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from firsthand.errors import NotReadable

# Languages that news is written in; the identifier's smaller ones only draw short English texts away.
NEWS_LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja ka kk km kn "
    "ko ku ky lo lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz "
    "vi zh"
)
SAMPLE = 4_000
"""Characters looked at in each of the beginning, the middle and the end."""
MIN_BYTES = 120
"""Letters and spaces in UTF-8; below this nothing is judged."""
SURE, UNLIKELY = 0.6, 0.2
"""A text is refused where another language has at least SURE and every accepted one at most UNLIKELY."""
# Words that are frequent in English and no words, or rare ones, in its relatives: a text full of them needs no model,
# whose loading takes longer than the reading of the text.
ENGLISH = "the of and to that with for from have been by said it is were are they which would who not"
ENGLISH_SHARE, ENGLISH_KINDS = 0.16, 6
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, *, what: str, accepted: tuple[str, ...], declared: str | None = None) -> str | None:
    """ISO 639-1 code of the language of `text`, or None where it is too short or too mixed to be judged.

    `declared` is what the page or row says of itself; it only decides where the text is too short to be judged.
    Raises NotReadable where the language is surely none of `accepted`.
    """
    sample = _sample(text)
    said = re.split(r"[-_]", declared.strip().lower())[0] if declared else None
    if len(sample.encode("utf-8", "surrogatepass")) < MIN_BYTES:
        if said and said not in accepted and said in NEWS_LANGUAGES.split():
            raise _refused(what, said, accepted)
        return said if said in accepted else None
    if "en" in accepted and _plainly_english(sample):
        return "en"
    ranks: dict[str, float] = dict(_identifier().rank(sample))
    best = max(ranks, key=lambda code: ranks[code])
    if best in accepted:
        return best
    if ranks[best] >= SURE and max(ranks.get(code, 0.0) for code in accepted) <= UNLIKELY:
        raise _refused(what, best, accepted)
    return None


def _sample(text: str) -> str:
    """Letters and spaces of three stretches of the text."""
    if len(text) > 3 * SAMPLE:
        middle = len(text) // 2
        text = f"{text[:SAMPLE]} {text[middle : middle + SAMPLE]} {text[-SAMPLE:]}"
    return " ".join(WORD.findall(text))


def _plainly_english(sample: str) -> bool:
    words = sample.lower().split()
    english = frozenset(ENGLISH.split())
    hits = [w for w in words if w in english]
    return len(hits) >= ENGLISH_SHARE * len(words) and len(set(hits)) >= ENGLISH_KINDS


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(NEWS_LANGUAGES.split())
    return identifier


@cache
def _name(code: str) -> str:
    return str(Locale("en").languages.get(code, code))


def _refused(what: str, code: str, accepted: tuple[str, ...]) -> NotReadable:
    reads = " and ".join(_name(c) for c in accepted)
    return NotReadable(f"{what} is written in {_name(code)} ({code}), which firsthand does not read; it reads {reads}.")
