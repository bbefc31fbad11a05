"""What the pages do in a browser: light, keys, filters, selecting, forms, logging in, with scripts and without.

The browser is CHROMIUM, /usr/bin/chromium by default. Without one these tests are skipped, unless
FIRSTHAND_TEST_BROWSER is ``required``.
"""

import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import tellers
from argon2 import PasswordHasher
from playwright import sync_api

from firsthand.desk import asking, tracing
from firsthand.ledger import open_ledger
from firsthand.web.accounts import WRONG, TeamAccounts
from firsthand.web.passwords import Passwords

VARIABLE = "FIRSTHAND_TEST_BROWSER"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PASSWORD = "lamps on the quay at nine"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    if not Path(CHROMIUM).exists():
        if os.environ.get(VARIABLE) == "required":
            pytest.fail(f"{VARIABLE} is required, and there is no Chromium at {CHROMIUM}")
        pytest.skip(f"no Chromium at {CHROMIUM}: install it, or name one in CHROMIUM")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def place(browser, tmp_path_factory):  # nothing is filled where there is no browser
    place = tmp_path_factory.mktemp("browser") / "ledger.db"
    tellers.fill(place)
    return place


@pytest.fixture(scope="module")
def base(place):
    with tellers.served(place) as address:
        yield address


def opened(browser, base, **how):
    context = browser.new_context(base_url=base, **how)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda told: page.faults.append(told.text) if told.type == "error" else None)
    return page


@pytest.fixture
def page(browser, base):
    page = opened(browser, base)
    yield page
    assert page.faults == []
    assert page.title() != "owned"
    page.context.close()


@pytest.fixture(scope="module")
def ids(place):
    show: Any = asking.show
    with open_ledger(str(place)) as ledger:
        return {
            "post": show(ledger, "post").article.id,
            "wire": show(ledger, "wire").article.id,
            "herald": show(ledger, "herald").article.id,
            "odd": show(ledger, "odd").article.id,
            "quist": asking.sources(ledger, "Quist").found[0].root,
            "claim": tracing.trace(ledger, "ferry pier torn down").claims[0],
        }


def test_pointing_at_a_note_lights_all_its_source_said(page, ids):
    page.goto(f"/articles/{ids['post']}")
    page.hover(".note >> nth=0")
    lit = page.locator("mark.lit")
    assert lit.count() == 1
    assert "ferry pier" in lit.inner_text()
    page.hover("h1")
    assert page.locator(".lit").count() == 0


def test_keys_go_through_the_statements(page, ids):
    page.goto(f"/articles/{ids['post']}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.no") == "2"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.dataset.no") == "1"
    page.keyboard.press("o")
    assert page.locator(".note details[open]").count() == 1
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_a_filter_leaves_those_with_its_words(page, ids):
    page.goto(f"/articles/{ids['post']}")
    page.fill("[data-sift-words]", "nobody")
    assert page.locator(".note:visible").count() == 1
    assert page.locator("output").inner_text() == "1 of 2"


def test_selected_words_become_the_span_and_it_is_undone(page, ids, place):
    page.goto(f"/articles/{ids['post']}")
    page.click(".note >> nth=1 >> summary")
    page.evaluate("""() => {
      const marks = [...document.querySelectorAll("mark[data-statement]")];
      const words = marks.find((m) => m.textContent.startsWith("Nobody")).firstChild;
      const range = document.createRange();
      range.setStart(words, 0);
      range.setEnd(words, 6);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }""")
    page.wait_for_timeout(100)
    form = page.locator(".note >> nth=1 >> form")
    form.locator("[data-take]").click()
    assert form.locator("[data-words]").inner_text() == "Nobody"
    form.locator("[name=why]").fill("only this word")
    form.get_by_role("button", name="Change the words").click()
    assert "Kept." in page.locator(".done").inner_text()
    assert page.locator("mark[data-no='2']").inner_text() == "Nobody"
    page.get_by_role("button", name="Undo").click()
    assert page.locator("mark[data-no='2']").inner_text() == "Nobody has been asked"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_speaker_is_corrected_and_undone(browser, base, ids, scripts):
    page = opened(browser, base, java_script_enabled=scripts)
    page.goto(f"/articles/{ids['post']}")
    page.click(".note >> nth=1 >> summary")
    form = page.locator(".note >> nth=1 >> form")
    form.locator("[name=source]").fill("Mara Quist")
    form.locator("[name=why]").fill("she says so")
    form.get_by_role("button", name="Change the speaker").click()
    assert "Mara Quist" in page.locator(".note >> nth=1 >> .who").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert "Jon Abel" in page.locator(".note >> nth=1 >> .who").inner_text()
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_pasted_article_is_read(browser, base, scripts):
    page = opened(browser, base, java_script_enabled=scripts)
    page.goto("/")
    page.fill("#text", "Tram fares\n\nFares will rise in June, Ida Lund said.")
    page.get_by_role("button", name="Read it").click()
    assert page.locator("mark.st").inner_text() == "Fares will rise in June"
    assert "Ida Lund" in page.locator(".note .who").inner_text()
    page.get_by_role("button", name="doubtful ones first").click()
    assert page.locator("ol.listed").count() == 1
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_claim_is_traced_and_an_edge_is_linked_cut_and_undone(browser, base, ids, scripts):
    page = opened(browser, base, java_script_enabled=scripts)
    page.goto("/claims")
    page.fill("#q", "ferry pier torn down")
    page.get_by_role("button", name="Trace it").click()
    page.click(".claims a >> nth=0")
    assert "distinct known" in page.locator(".counts").inner_text()
    page.click("text=One article was taken from another")
    form = page.locator("form[action$='/link']")
    form.locator("[name=a]").select_option(ids["herald"])
    form.locator("[name=b]").select_option(ids["wire"])
    form.locator("[name=edge]").select_option("rewrite")
    form.locator("[name=why]").fill("for a test")
    form.get_by_role("button").click()
    assert "Kept." in page.locator(".done").inner_text()
    cut = page.locator("form[action$='/cut'] >> nth=0")
    cut.locator("[name=why]").fill("it is not")
    cut.get_by_role("button").click()
    assert "Kept." in page.locator(".done").inner_text()
    for _ in range(2):
        page.goto("/decisions")
        undo = page.locator("form[action$='/undo'] >> nth=0")
        undo.locator("[name=why]").fill("a slip")
        undo.get_by_role("button").click()
    assert page.locator("form[action$='/undo']").count() == 0
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_search_leads_to_the_article(browser, base, scripts):
    page = opened(browser, base, java_script_enabled=scripts)
    page.goto("/search")
    page.fill("#q", "pier")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".card").count() >= 3
    page.click(".card >> nth=0 >> .from a >> nth=0")
    assert "/articles/" in page.url
    page.context.close()


def test_hostile_words_never_run(page, ids):
    for path in (f"/articles/{ids['odd']}", f"/statements/{ids['odd']}.a1", "/search?q=gone", "/timeline?q=gone", "/"):
        page.goto(path)
        assert "owned" not in page.title() or "<script>" in page.title()
        assert page.locator("main img").count() == 0
    page.goto("/help")


def quick(ledger):
    """Accounts whose digests cost little."""
    return TeamAccounts(ledger, passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))


@pytest.fixture
def team(browser, on_postgresql):
    """The address of a team's server with an admin and a reader."""
    with open_ledger(on_postgresql) as ledger:
        for name, role in (("ann", "admin"), ("bo", "reader")):
            quick(ledger).add_user(name, role, PASSWORD, temporary=False)
    with tellers.served(on_postgresql, team=True, names=("127.0.0.1",), accounts=quick) as address:
        yield address


@pytest.fixture(scope="module")
def axe():
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def told_by_axe(page, axe):
    """What axe finds wrong with the page as it is open, and whether it is wider than its window."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    faults = [(page.url, v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]]
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*faults, (page.url, "wider than the window", over)] if over > 0 else faults


def log_in(page, name, password):
    page.fill("#name", name)
    page.fill("#password", password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_has_no_account_is_refused_and_who_has_one_gets_where_they_wanted(browser, team, scripts):
    page = opened(browser, team, java_script_enabled=scripts)
    page.goto("/search")
    assert page.url.endswith("/login?next=/search")
    assert page.locator("nav").count() == 0
    log_in(page, "bo", "it is not this one")
    assert page.get_by_role("alert").inner_text() == WRONG
    page.goto("/search")
    assert "/login" in page.url
    log_in(page, "bo", PASSWORD)
    assert page.url.endswith("/search")
    assert page.locator("nav.rooms").get_by_role("link", name="Cases").count() == 1
    assert page.locator(".who-am-i").inner_text() == "bo"
    assert page.goto("/team").status == 403
    page.goto("/account")
    page.get_by_role("button", name="Log out", exact=True).click()
    assert page.locator("#password").count() == 1
    page.goto("/account")
    assert "/login" in page.url
    page.context.close()


def test_axe_finds_no_serious_fault_in_a_team_s_pages(browser, team, axe):
    page = opened(browser, team, viewport={"width": 360, "height": 900})
    page.goto("/login")
    faults = told_by_axe(page, axe)
    log_in(page, "ann", PASSWORD)
    for path in ("/account", "/team", "/cases"):
        page.goto(path)
        faults += told_by_axe(page, axe)
    page.locator("form[action='/cases'] [name=name]").fill("The pier")
    page.locator("form[action='/cases'] button").click()
    assert page.locator("h1").inner_text() == "The pier"
    faults += told_by_axe(page, axe)
    assert faults == []
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_no_serious_fault(browser, base, axe, ids, width, scheme):
    page = opened(browser, base, color_scheme=scheme, viewport={"width": width, "height": 900})
    faults = []
    for path in (
        "/",
        "/search?q=pier",
        "/sources",
        f"/sources/{ids['quist']}",
        f"/articles/{ids['post']}",
        f"/articles/{ids['herald']}?order=doubtful",
        f"/statements/{ids['post']}.a1",
        "/claims?q=ferry+pier",
        f"/claims/{ids['claim']}",
        "/timeline?q=pier",
        "/echoes",
        "/audit",
        "/check",
        "/decisions",
        "/help",
    ):
        page.goto(path)
        faults += told_by_axe(page, axe)
    assert faults == []
    page.context.close()
