"""Which language a text is written in."""

import pytest

from firsthand.errors import NotReadable
from firsthand.reading.written_in import language_of

ENGLISH = (
    "The gate gave way before dawn, officials said, and the water went into the valley with a noise that woke us. " * 2
)
HEADLINES = (
    "Rebels claim dam strike; ministry denies. Witnesses: two dead, several hurt near Brenna. "
    "Local council disputes count."
)
GERMAN = (
    "Das Tor brach vor dem Morgengrauen, sagten Beamte, und das Wasser lief in das Tal, wo die Leute noch schliefen. "
    * 2
)
ARABIC = "قال وزير الخارجية يوم الاثنين إن المحادثات ستستأنف الأسبوع المقبل في العاصمة، وأضاف أن الوفد سيصل قريبا."
CHINESE = "市长星期一说，谈判将于下周在首都恢复。他补充说，代表团将很快抵达这座古老的城市，开始谈判。记者们等待着结果。"
DUTCH = (
    "De burgemeester zei maandag dat het overleg volgende week wordt hervat. "
    "Hij voegde eraan toe dat de delegatie over een paar dagen komt."
)


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH.upper(), HEADLINES * 2, ENGLISH * 300, f"{ENGLISH} {GERMAN[:100]}"])
def test_english_is_read(text):
    assert language_of(text, what="x", accepted=("en",)) == "en"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (GERMAN, "German (de)"),
        (ARABIC, "Arabic (ar)"),
        (CHINESE, "Chinese (zh)"),
        (DUTCH, "Dutch (nl)"),
        (GERMAN * 300, "(de)"),
    ],
)
def test_another_language_is_named_and_refused(text, named):
    with pytest.raises(NotReadable) as error:
        language_of(text, what="a.txt", accepted=("en",))
    assert named in str(error.value)
    assert str(error.value).endswith("which firsthand does not read; it reads English.")


@pytest.mark.parametrize("text", ["", "Das ist gut.", "“a” “b” " * 400, "1,000 + 2,000 = 3,000. " * 30, "🙂 " * 200])
def test_what_is_too_short_is_not_judged(text):
    assert language_of(text, what="x", accepted=("en",)) is None


def test_what_a_page_says_of_itself_only_decides_for_short_texts():
    assert language_of("Gate fails.", what="x", accepted=("en",), declared="en-GB") == "en"
    assert language_of(ENGLISH, what="x", accepted=("en",), declared="de") == "en"
    assert language_of("Gate fails.", what="x", accepted=("en",), declared="qqq") is None
    with pytest.raises(NotReadable, match="German"):
        language_of("Das ist gut.", what="x", accepted=("en",), declared="de-AT")


def test_other_languages_can_be_accepted():
    assert language_of(GERMAN, what="x", accepted=("en", "de")) == "de"
