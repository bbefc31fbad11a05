"""HTML pages to articles."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import END, KEEPER, LEAD, META, page

from firsthand.errors import InputError, NotReadable, NotText
from firsthand.model import Article
from firsthand.reading import Page, ReadingOptions
from firsthand.reading.page import article_of_page

NOTHING = "<ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li><li><a href='/s'>Sport today</a></li></ul>"


def read(html: str | bytes, **more) -> Article:
    content = html if isinstance(html, bytes) else html.encode()
    return article_of_page(
        Page(url=more.pop("url", ""), content=content, charset=more.pop("charset", None)),
        key="k",
        what="a.html",
        options=ReadingOptions(),
        **more,
    )


def test_a_page():
    article = read(page())
    assert article.text == f"{LEAD}\n\n{KEEPER}\n\n{END}"
    assert (article.title, article.outlet, article.byline) == ("Dam talks stall", "The Belmar Wire", "Jane Stone")
    assert (article.published, article.url) == ("2024-03-12T08:00:00Z", "https://belmarwire.example/world/dam-talks")
    assert (article.language, article.title_span, article.body_start, article.warnings) == ("en", None, 0, ())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("He said: <q>We will not go.</q>", "He said: “We will not go.”"),
        ("<q>He said <q>never</q> twice,</q> she said.", "“He said ‘never’ twice,” she said."),
        ("<q>We <q>a <q>b</q></q></q>", "“We ‘a “b”’”"),
        ("<q>“We will not go,”</q> she said.", "“We will not go,” she said."),
        ('<q>"We will not go,"</q> she said.', '"We will not go," she said.'),
        ("<q>We will <b>not</b></q>, she said.", "“We will not”, she said."),
        ("<q>We will <b>not</b> go</q>, she said.", "“We will not go”, she said."),
        ("She said<i> that</i> <a href='/x'>it</a> was <em>“over”</em>.", "She said that it was “over”."),
        ("«We will not go», she said.", "«We will not go», she said."),
        ("‘We won’t go’, she said&nbsp;&ndash; twi&shy;ce.", "‘We won’t go’, she said – twice."),
        ("Three <del>four</del> men left.", "Three men left."),
        (
            "Emoji \U0001f600\U0001f468‍\U0001f469‍\U0001f467 “one”, said נועם.",
            "Emoji \U0001f600\U0001f468‍\U0001f469‍\U0001f467 “one”, said נועם.",
        ),
    ],
)
def test_words_and_marks_of_a_paragraph_are_kept(html, text):
    assert read(page(f"<p>{LEAD}</p><p>{html}</p><p>{END}</p>")).text == f"{LEAD}\n\n{text}\n\n{END}"
    assert text in read(page(f"<p>{html}</p><p>{END}</p>")).text  # short pages take another way


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        (
            "<blockquote><p>The water came at night.</p><p>Nobody told us.</p></blockquote>",
            ["The water came at night.", "Nobody told us."],
        ),
        ("<blockquote>“The water came at night.”</blockquote>", ["“The water came at night.”"]),
        ("<blockquote><q>The water came at night.</q></blockquote>", ["“The water came at night.”"]),
        ("<figure><blockquote>The water came at night.</blockquote></figure>", ["The water came at night."]),
        (
            "<ul><li>Four men left the hall.</li><li>One woman stayed.</li></ul>",
            ["Four men left the hall.", "One woman stayed."],
        ),
        (
            "<p>One man left.<br><br>One <b>woman</b> stayed.<br>Two slept.</p>",
            ["One man left.", "One woman stayed. Two slept."],
        ),
        ("<h2>What comes next</h2>", ["What comes next"]),
        ("<figure><img src='a.jpg'><figcaption>The dam at dawn. Photo: A. Smith</figcaption></figure>", []),
        ("<div class='image-caption'>The dam at dawn, seen from the road.</div>", []),
        ("<p class='wp-caption-text'>The dam at dawn, seen from the road.</p>", []),
        ("<script>document.write('<p>The dam is safe.</p>')</script><style>p{}</style>", []),
        (f"<p>{KEEPER}</p>", []),
        (f"<div><p>{KEEPER}</p></div>", []),
        ("<aside class='pullquote'>keeps the key of the gate and has done so</aside>", []),
        ("<blockquote class='pull'>“We will not go,” said Odile Vasseur</blockquote>", []),
        (f"<p>{LEAD} {KEEPER}</p>", []),
    ],
)
def test_paragraphs_are_kept_apart_and_none_stands_twice(html, paragraphs):
    article = read(page(f"<p>{LEAD}</p><p>{KEEPER}</p>{html}<p>{END}</p>"))
    assert article.text.split("\n\n") == [LEAD, KEEPER, *paragraphs, END]


def test_a_short_line_may_come_back():
    body = f"<p>{LEAD}</p><p>“No.”</p><p>{KEEPER}</p><p>“No.”</p><p>{END}</p>"
    assert read(page(body)).text.count("“No.”") == 2


def test_a_script_in_a_title_is_plain_text():
    head = META.replace("content='Dam talks stall'", "content='Dam &lt;script&gt;alert(1)&lt;/script&gt; talks'")
    article = read(page(head=head))
    assert article.title is not None
    assert "alert(1)" in article.title
    assert "alert" not in article.text


def test_what_a_row_says_goes_before_what_the_page_says():
    given = Article(key="k", text="", title="Own title", outlet="Own outlet", published="2020-01-01")
    article = read(page(), given=given)
    assert (article.title, article.outlet, article.published) == ("Own title", "Own outlet", "2020-01-01")
    assert article.byline == "Jane Stone"


def test_a_bare_page_has_no_fields_that_it_does_not_state():
    article = read(f"<p>{LEAD}</p><p>{KEEPER}</p>")
    assert article.text == f"{LEAD}\n\n{KEEPER}"
    assert (article.title, article.outlet, article.byline, article.published, article.url) == (None,) * 5
    assert read(page(head=""), url="https://other.example/a").url == "https://other.example/a"


def test_the_charset_of_page_and_server():
    html = page().replace("utf-8", "windows-1252").encode("cp1252")
    assert KEEPER in read(html).text
    assert KEEPER in read(page().replace("<meta charset='utf-8'>", "").encode("cp1252"), charset="windows-1252").text
    xml = "<?xml version='1.0' encoding='iso-8859-1'?>" + page()
    assert KEEPER in read(xml).text


@pytest.mark.parametrize(
    ("body", "head", "words"),
    [
        (
            f"<p>{LEAD}</p><p>{KEEPER}</p>",
            META + '<script type="application/ld+json">{"isAccessibleForFree": false}</script>',
            "not free to read",
        ),
        (
            f"<p>{LEAD}</p><p>{KEEPER}</p>",
            META + '<script type="application/ld+json">{"isAccessibleForFree":"False"}</script>',
            "not free to read",
        ),
        (
            f"<p>{LEAD}</p><p>{KEEPER}</p>",
            META + "<meta property='article:content_tier' content='locked'>",
            "not free to read",
        ),
        (
            f"<p>{LEAD}</p><p>{KEEPER}</p><div class='offer'>Subscribe to continue reading</div>",
            META,
            "Subscribe to continue",
        ),
        (f"<p>{LEAD}</p><p>{KEEPER}</p><div>Already a subscriber? Log in</div>", META, "paywall"),
        (f"<p>{LEAD}</p><p>The ministry of water said in a statement that it …</p>", META, "ellipsis"),
        (f"<p>{LEAD}</p><p>The ministry of water said in a statement that it</p>", META, "middle of a sentence"),
        (f"<p>{END}</p>" + "<nav><a href='/'>" + "menu entry " * 400 + "</a></nav>", META, "doubtful"),
    ],
)
def test_a_page_that_looks_cut_off_or_doubtful_says_so(body, head, words):
    warnings = read(page(body, head=head)).warnings
    assert any(words in w for w in warnings), warnings


def test_a_whole_page_with_a_wish_for_subscribers_is_not_called_cut_off():
    whole = "".join(f"<p>{LEAD.replace('three', str(n))}</p>" for n in range(30))
    assert read(page(f"{whole}<div>Already a subscriber? Log in</div>")).warnings == ()


@pytest.mark.parametrize(
    "html", ["<html><body></body></html>", f"<html><body>{NOTHING}</body></html>", "<p>x</p>", "<", "just words"]
)
def test_html_without_an_article(html):
    with pytest.raises(NotText) as error:
        read(html)
    assert "a.html" in str(error.value)


def test_a_page_in_another_language():
    german = "Das Tor brach vor dem Morgengrauen, sagten Beamte, und das Wasser lief in das Tal, wo alle schliefen. "
    with pytest.raises(NotReadable, match="German"):
        read(page(f"<p>{german}</p><p>{german.replace('Das Tor', 'Die Wand')}</p>", lang="de"))


def test_pages_that_are_built_to_hurt():
    with pytest.raises(NotText, match="elements"):
        read(page("<p>a</p>" * 60_000))
    with pytest.raises(NotText):
        read("<html><body>" + "<div>" * 100_000 + LEAD)
    deep = read("<html><body>" + "<div>" * 200 + f"<p>{LEAD}</p>")
    assert LEAD in deep.text
    assert read(page(f"<p>{LEAD}</p>" + "<p>" + "<q>" * 200 + "We will not go.</p>")).text.startswith(LEAD)


ODD = (
    "<q>",
    "</q>",
    "\x01",
    "&#1;",
    "&#55357;",
    "\ufffe",
    "<br><br>",
    "<!--",
    "<math>",
    "<frameset>",
    "</html>",
    "<figure>",
)


@given(st.lists(st.tuples(st.sampled_from(ODD), st.integers(0, 1200), st.integers(0, 20)), max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_damaged_page_is_an_article_or_one_sentence(damage):
    quoted = f"<p>He said: <q>We <q>x</q> go</q>.<br><br>So.</p><figure><blockquote>{END}</blockquote></figure>"
    html = page(f"<p>{LEAD}</p>{quoted}")
    for piece, place, gone in damage:
        html = html[:place] + piece + html[place + gone :]
    with suppress(InputError):
        assert read(html).text.strip()


@pytest.mark.parametrize("start", ["<q>", "<math>", "<figure>", "<!-- x -->", "<br><br>", "\x0c"])
def test_a_page_that_begins_oddly(start):
    assert KEEPER in read(start + page().removeprefix("<!doctype html>")).text
