"""Marked texts about invented people: who each statement is given to, and through whom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import called, chains, marked, read

from firsthand.model import Article, Attribution, Reading, Span, Statement
from firsthand.resolution import basis, resolve

RELAY = """[s1:Lantern journalists] [c1:write] that [x1:the harbour will close]. [c2:According to] [s2:one of the
publication’s sources], [x2:nothing is left to discuss]. [x3:The mayor has gone], [c3:according to] [s3:another
source]. [x4:“Enough,”] [s4:he] [c4:told] Lantern. [x5:[s5.1:People close to the harbour office] [c5.1:insist]
that [x5.1:all is well]], [s5:the article] [c5:says].""".replace("\n", " ")

DAM = """[s1:Mary Gore], 51, a baker who saw it all, [c1:said] [x1:the bridge fell]. [s2:Prime Minister Torben Lis]
[c2:promised] [x2:help]. [s3:He] [c3:did not say] [x3:when]. [s4:The directorate's head, Ulla Berg], [c4:told]
Radio Sund [x4:the alarm rang]. [s5:She] [c5:urged] [x5:people to wait]. [x6:“Sad,”] [s6:the baker]
[c6:said].""".replace("\n", " ")

FIRM = """[x1:Acme Foods will shut two plants], [c1:according to] [s1:three people familiar with the
matter]. [s2:One of the people] [c2:said] [x2:[s2.1:the company] [c2.1:wants] [x2.1:cash]], while [s3:another]
[c3:said] [x3:the list may change]. [s4:Acme] [c4:said] in a filing with the Hill Exchange [x4:it was fine].
[s5:The filing]
[c5:shows] [x5:debts]. [s6:Chief Executive Dana Whit] [c6:told] analysts [x6:all was well]. [s7:Her predecessor,
Ruth Ames], [c7:called] it [x7:“a panic”]. [s8:She]
[c8:said] [x8:so].""".replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            RELAY,
            {
                "1": ["Lantern"],
                "2": ["one of the publication’s sources", "Lantern"],
                "3": ["another source", "Lantern"],
                "4": ["another source", "Lantern"],
                "5": ["Lantern"],
                "5.1": ["People close to the harbour office", "Lantern"],
            },
        ),
        (
            DAM,
            {
                "1": ["Mary Gore"],
                "2": ["Torben Lis"],
                "3": ["Torben Lis"],
                "4": ["Ulla Berg", "Radio Sund"],
                "5": ["Ulla Berg"],
                "6": ["Mary Gore"],
            },
        ),
        (
            FIRM,
            {
                "1": ["three people familiar with the matter"],
                "2": ["One of the people"],
                "2.1": ["Acme Foods", "One of the people"],
                "3": ["another"],
                "4": ["Acme Foods"],
                "5": ["a filing with the Hill Exchange"],
                "6": ["Dana Whit"],
                "7": ["Ruth Ames"],
                "8": ["Ruth Ames"],
            },
        ),
        (
            "[s1:The Dell Courier] [c1:reported] that [x1:[s1.1:a clerk] [c1.1:had told] it [x1.1:it was open]].",
            {"1": ["Dell Courier"], "1.1": ["a clerk", "Dell Courier"]},
        ),
        (
            "[s1:Radio Sund] [c1:reported] [x1:a leak]. Later [s2:Ulla Berg] [c2:told] the station [x2:it was shut].",
            {"1": ["Radio Sund"], "2": ["Ulla Berg", "Radio Sund"]},
        ),
        (
            "[s1:Ulla Berg] [c1:told] this newspaper [x1:it was shut].",
            {"1": ["Ulla Berg"]},
        ),
        # "The newspaper" is no radio station, and no agency.
        (
            "[s1:The Dell Courier] [c1:wrote of] [x1:a leak], and Radio Sund followed. [s2:Ulla Berg] [c2:told] the "
            "newspaper [x2:it was shut].",
            {"1": ["Dell Courier"], "2": ["Ulla Berg", "Dell Courier"]},
        ),
        (
            "[s1:Radio Sund] [c1:reported] [x1:a leak]. [s2:Ulla Berg] [c2:told] the newspaper [x2:it was shut].",
            {"1": ["Radio Sund"], "2": ["Ulla Berg"]},
        ),
        (
            "[s1:The broadcaster Kobra] [c1:reported] [x1:a leak]. [s2:The paper] [c2:said] [x2:it was shut].",
            {"1": ["Kobra"], "2": []},
        ),
        (
            "[s1:The news agency TPA] [c1:reported] [x1:a leak]. [x2:It is shut], [c2:according to] [s2:the paper].",
            {"1": ["TPA"], "2": []},
        ),
        (
            "[s1:Radio Sund] [c1:reported] [x1:a leak]. [s2:Ulla Berg] [c2:told] the publication [x2:it was shut].",
            {"1": ["Radio Sund"], "2": ["Ulla Berg", "Radio Sund"]},
        ),
        (
            "[s1:The weekly Kobra] [c1:wrote of] [x1:a leak], and TV Nord followed. [s2:The paper’s sources] [c2:said] "
            "[x2:it was shut].",
            {"1": ["Kobra"], "2": ["The paper’s sources", "Kobra"]},
        ),
        (
            "The Dell Courier [c1:was told] by [s1:two officials] [x1:that it was shut].",
            {"1": ["two officials", "Dell Courier"]},
        ),
        (
            "[x1:It was shut], the Dell Courier’s reporters [c1:have learned] from [s1:a clerk].",
            {"1": ["a clerk", "Dell Courier"]},
        ),
        (
            "Radio Sund said so. [x1:It was shut], the station [c1:was told] on Monday by [s1:a clerk].",
            {"1": ["a clerk", "Radio Sund"]},
        ),
        (
            "The ministry [c1:was told] by [s1:two officials] [x1:that it was shut]. The Dell Courier was there.",
            {"1": ["two officials"]},
        ),
    ],
)
def test_stated_chains(text: str, expected: dict[str, list[str]]) -> None:
    assert chains(text) == expected


def test_an_outlet_is_a_link_only_where_it_was_told() -> None:
    text = (
        "[s1:Ulla Berg] [c1:told] Radio Sund [x1:the gate held].\n\n"
        "On Monday [s2:Berg] [c2:said] at a press conference that [x2:it had not]."
    )
    assert chains(text) == {"1": ["Ulla Berg", "Radio Sund"], "2": ["Ulla Berg"]}


MAYOR = "[s1:The mayor] [c1:said] [x1:the pier would close]. [x2:“We are sad,”] [s2:she] [c2:told] Radio Norr."
TOLD = "[s1:Ulla Berg] [c1:told] Radio Norr [x1:the gate held]"


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        (MAYOR, {"1": False, "2": True}),
        (
            f"{TOLD}. [s2:She] [c2:added] that [x2:nobody came]. [x3:“Not one,”] [s3:she] [c3:went on].",
            {"1": True, "2": True, "3": True},
        ),
        (f"{TOLD}.\n\n[x2:“Nobody came,”] [s2:she] [c2:continued].", {"1": True, "2": True}),
        (f"{TOLD}. [s2:She] later [c2:added] that [x2:nobody came].", {"1": True, "2": False}),
        (f"{TOLD}. [s2:She] [c2:added] on Monday that [x2:nobody came].", {"1": True, "2": False}),
        (f"{TOLD}. [s2:She] [c2:added] that [x2:nobody came later].", {"1": True, "2": True}),
        (f"{TOLD}.\n\n[s2:She] [c2:added] at a news conference that [x2:nobody came].", {"1": True, "2": False}),
        (f"{TOLD}. [s2:She] [c2:urged] [x2:people to wait].", {"1": True, "2": False}),
        (f"{TOLD}. [s2:Max Hale] [c2:added] that [x2:nobody came].", {"1": True, "2": False}),
        (f"{TOLD}, while [s2:Max Hale] [c2:said] [x2:it fell].", {"1": True, "2": False}),
        (
            "[s1:Ulla Berg] [c1:said] [x1:it held], but [s2:Max Hale] [c2:told] Radio Norr [x2:it fell].",
            {"1": False, "2": True},
        ),
        (
            "[s1:Ulla Berg] [c1:said] [x1:it held], and in an interview with Radio Norr, [s2:Max Hale] [c2:said] "
            "[x2:it fell].",
            {"1": False, "2": True},
        ),
        ("In an interview with Radio Norr, [s1:Ulla Berg] [c1:said] [x1:it held].", {"1": True}),
        (
            "[s1:A neighbour] [c1:told] Radio Norr [x1:it held]. [s2:The neighbour] [c2:said] [x2:it shook]. "
            "[s3:The neighbour] [c3:said] at a news conference that [x3:it fell].",
            {"1": True, "2": True, "3": False},
        ),
        (
            "[s1:One of Radio Norr’s sources] [c1:said] [x1:it held]. On Monday [s2:the source] [c2:said] [x2:so].",
            {"1": True, "2": True},
        ),
    ],
)
def test_the_link_is_the_statement_s_and_not_the_source_s(text: str, linked: dict[str, bool]) -> None:
    assert {number: "Radio Norr" in links for number, links in chains(text).items()} == linked


def test_the_source_keeps_the_one_outlet_it_spoke_to() -> None:
    _, sources, _ = read(MAYOR)
    by_name = {called(s): s for s in sources}
    assert by_name["The mayor"].via == by_name["Radio Norr"].id
    assert not by_name["The mayor"].anonymous
    _, both, _ = read("[s1:Ann Roe] [c1:told] Radio Norr [x1:yes]. [s2:Roe] [c2:told] the Dell Courier [x2:no].")
    assert all(s.via is None for s in both)


def test_what_is_added_with_nobody_named_is_not_the_outlet_s() -> None:
    _, _, statements = read(f"{TOLD}, [c2:adding] that [x2:nobody came].")
    assert statements[1].source is None


def test_the_article_s_own_outlet_is_no_link() -> None:
    text = "BRISK (NPA) - [s1:Ulla Berg] [c1:told] NPA [x1:the gate held]."
    assert chains(text) == {"1": ["Ulla Berg"]}
    assert chains("[s1:Ulla Berg] [c1:told] the Dell Courier [x1:it held].", outlet="The Dell Courier") == {
        "1": ["Ulla Berg"]
    }


@pytest.mark.parametrize(
    ("text", "number", "speaker"),
    [
        ("John Roe met Mark Hale. [s1:He] [c1:said] [x1:it was late].", "1", "John Roe"),
        ("Anna Roe met Mark Hale. [s1:She] [c1:said] [x1:it was late].", "1", "Anna Roe"),
        ("Roe's wife left. John Roe stayed. [x1:“Late,”] [s1:he] [c1:said].", "1", "John Roe"),
        ("Sir Rupert Kell, the health minister, left. [s1:The minister] [c1:said] [x1:no].", "1", "Rupert Kell"),
        ("[s1:Dr Ann Roe] [c1:said] [x1:yes]. [s2:Mrs Roe] [c2:said] [x2:no].", "2", "Ann Roe"),
        ("The Harbour Ministry met. [s1:The ministry] [c1:denied] [x1:it].", "1", "Harbour Ministry"),
        ("The Guild of Midwives met. [s1:The union] [c1:said] [x1:no].", "1", "Guild of Midwives"),
        ("They flew to Sorrenia with coal. [s1:The Sorrenians] [c1:promised] [x1:coal].", "1", "Sorrenia"),
        ("A man was seen by Ann Roe, [s1:who] [c1:said] [x1:he ran].", "1", "Ann Roe"),
    ],
)
def test_who_is_it(text: str, number: str, speaker: str) -> None:
    _, sources, statements = read(text)
    found = next(s for s in statements if s.id == f"a{number}")
    assert called(next((s for s in sources if s.id == found.source), None)) == speaker


def test_two_that_fit_alike_leave_the_speaker_unknown() -> None:
    _, _, statements = read("Kim Roe and Alex Hale left. [s1:He] [c1:said] [x1:it was late].")
    assert statements[0].source is None
    assert "may be" in statements[0].notes[0]
    assert statements[0].stated_chain == ()


def test_the_encoder_s_clue_decides_between_two() -> None:
    text = "Kim Roe and Alex Hale left. [s1:He] [c1:said] [x1:it was late]."
    _, sources, statements = read(text, antecedents=(("He", "Alex Hale", 0.97), ("He", "Kim Roe", 0.03)))
    assert called(next(s for s in sources if s.id == statements[0].source)) == "Alex Hale"
    _, sources, statements = read(text, antecedents=(("He", "Kim Roe", 0.97), ("He", "Alex Hale", 0.03)))
    assert called(next(s for s in sources if s.id == statements[0].source)) == "Kim Roe"


def test_in_a_direct_quotation_he_is_not_the_speaker() -> None:
    text = "Ann Roe came. [x1:“[s1.1:She] [c1.1:promised] [x1.1:help],”] [s1:Beth Hale] [c1:said]."
    _, sources, statements = read(text)
    by_id = {s.id: called(s) for s in sources}
    assert by_id.get(statements[1].source or "") in ("Ann Roe", None)


def test_a_statement_that_goes_on_has_the_same_source() -> None:
    text = "[x1:“It fell,”] [s1:Ann Roe] [c1:told] Radio Sund.\n\n[x2:“It is gone.”]"
    _, _, statements = read(text, continues={"2": "1"})
    assert statements[1].inferred
    assert statements[1].source == statements[0].source
    assert statements[1].stated_chain == statements[0].stated_chain
    assert statements[1].notes == ()  # `continues` says it, and the pages put it in words


def test_nobody_named_is_given_to_the_outlet_that_is_being_relayed_only() -> None:
    relayed = "[s1:Lantern] [c1:writes] that [x1:it fell]. [x2:The mayor] [c2:is said] [x2:to have left]."
    _, sources, statements = read("Lantern journalists came. " + relayed)
    assert statements[1].inferred
    assert called(next(s for s in sources if s.id == statements[1].source)) == "Lantern"
    _, _, alone = read("[s1:Ann Roe] [c1:said] [x1:it fell]. [x2:The mayor] [c2:is said] [x2:to have left].")
    assert alone[1].source is None
    assert not alone[1].inferred


def test_anonymity_and_via_and_distinct_from() -> None:
    _, sources, _ = read(RELAY)
    by_name = {called(s): s for s in sources}
    assert not by_name["Lantern"].anonymous
    one, other = by_name["one of the publication’s sources"], by_name["another source"]
    assert one.anonymous
    assert one.via == other.via == by_name["Lantern"].id
    assert other.distinct_from == (one.id,)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("[s1:Two officials] [c1:said] [x1:yes]. [s2:A third] [c2:said] [x2:no].", 3, 3),
        ("[s1:An official] [c1:said] [x1:yes]. [s2:A diplomat] [c2:said] [x2:no].", 1, 2),
        ("[s1:A nurse] [c1:said] [x1:yes]. [s2:An engineer] [c2:said] [x2:no].", 2, 2),
        ("[s1:Officials] [c1:said] [x1:yes].", 2, None),
        ("[s1:Three people] [c1:said] [x1:yes]. [s2:One of them] [c2:said] [x2:no].", 3, 3),
        ("[s1:Several residents] [c1:said] [x1:yes]. [s2:Others] [c2:said] [x2:no].", 4, None),
        ("[s1:A source] [c1:said] [x1:yes]. [s2:The same source] [c2:said] [x2:no].", 1, 1),
        ("[s1:Ann Roe] [c1:said] [x1:yes].", 0, 0),
    ],
)
def test_unnamed_heads_are_an_interval(text: str, low: int, high: int | None) -> None:
    article, sources, statements = read(text)
    assert basis(article, sources, statements).unnamed == (low, high)


def test_the_basis_counts_what_is_asserted_outermost_or_inside_an_outlet() -> None:
    text = (
        "[s1:Ann Roe] [c1:said] that [x1:[s1.1:an aide] [c1.1:claimed] [x1.1:it]]. [s2:Dell Courier] "
        "[c2:reported] that [x2:[s2.1:a clerk] [c2.1:said] [x2.1:so]]. [s3:Max Hale] [c3:wants] [x3:help]."
    )
    article, sources, statements = read(text, stances={"3": "wants"})
    found = basis(article, sources, statements, (Span(0, 10),))
    names = {s.id: called(s) for s in sources}
    assert [names[k] for k in found.named] == ["Ann Roe"]
    assert [names[k] for k in found.outlets] == ["Dell Courier"]
    assert found.unnamed == (1, 1)
    assert 0 < found.own_voice_share < 1


def test_mentions_are_sorted_and_point_at_words() -> None:
    article, sources, _ = read(DAM)
    gore = next(s for s in sources if s.name == "Mary Gore")
    assert [article.words(m) for m in gore.mentions] == ["Mary Gore", "the baker"]
    assert list(gore.mentions) == sorted(gore.mentions)


def test_nothing_to_resolve() -> None:
    article = Article(key="e", text="")
    assert resolve(article, Attribution()) == ((), ())
    assert basis(article, (), ()).own_voice_share == 0.0


WORDS = st.sampled_from(
    [
        "He",
        "she",
        "the paper",
        "another",
        "one of them",
        "Ann Roe",
        "who",
        "“I",
        "we",
        "the same source",
        "its",
        "both",
        "  ",
        "’s",
        "said",
        "told",
        "Radio Sund",
        ".",
        "\n\n",
        "officials",
        "the document",
        "İ",
        "🙂",
        "the Rivan note",
        "and",
        "of",
        ",",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=14), st.integers(0, 60), st.integers(1, 20), st.booleans())
def test_any_spans_give_a_valid_reading(parts: list[str], at: int, size: int, nested: bool) -> None:
    text = " ".join(parts) + " ."
    start = at % (len(text) - 1)
    span = Span(start, min(len(text), start + size))
    first = Statement(
        id="a1", quotation="indirect", content_spans=(Span(0, len(text)),), source_span=span, cue_span=span
    )
    second = Statement(
        id="a2",
        quotation="direct",
        content_spans=(span,),
        source_span=Span(0, min(6, len(text))),
        parent="a1" if nested else None,
        continues=None if nested else "a1",
    )
    article = Article(key="h", text=text)
    sources, statements = resolve(article, Attribution(statements=(first, second)))
    Reading(article=article, sources=sources, statements=statements, basis=basis(article, sources, statements))
    assert resolve(article, Attribution(statements=(first, second))) == (sources, statements)


@pytest.mark.parametrize(
    ("who", "unnamed"),
    [
        ("Governor", False),
        ("The governor", False),
        ("Mayor", False),
        ("A governor", True),
        ("Former minister", True),
        ("Senior minister", True),
        ("Ministers", True),
    ],
)
def test_an_office_without_its_article_is_an_office(who: str, unnamed: bool) -> None:
    found = read(f"[s1:{who}] [c1:says] [x1:the pier will close].")
    assert [s.anonymous for s in found[1]] == [unnamed]


@pytest.mark.parametrize(
    ("who", "names", "affiliation"),
    [
        (
            "Tove Brandt, head of the Ministry of Defence and Security,",
            ["Tove Brandt"],
            "Ministry of Defence and Security",
        ),
        ("Tove Brandt, head of Norr Railways to Transport Minister Ola Rud,", ["Tove Brandt"], "Norr Railways"),
        ("Tove Brandt, head of the Norr Bank, and Ola Rud", ["Tove Brandt and Ola Rud"], None),
        ("Tove Brandt and Ola Rud", ["Tove Brandt and Ola Rud"], None),
    ],
)
def test_a_body_with_an_and_in_its_name_is_one_body(who: str, names: list[str], affiliation: str | None) -> None:
    _, sources, _ = read(f"[s1:{who}] [c1:said] [x1:the pier would close].")
    assert [s.name for s in sources] == names
    assert sources[0].affiliation == affiliation


@pytest.mark.parametrize(
    ("who", "known"),
    [
        ("Somebody at the Harbour Board", True),
        ("Someone close to the talks", True),
        ("someone", True),
        ("Everyone I met at the fair", False),
        ("Anyone who was there", False),
        ("No one", False),
        ("Nobody at the Harbour Board", False),
        ("No-one", False),
        ("everybody", False),
    ],
)
def test_somebody_is_an_unnamed_person_and_nobody_is_no_source(who: str, known: bool) -> None:
    article, attribution = marked(f"[s1:{who}] [c1:said] [x1:the crane was cracked].")
    sources, statements = resolve(article, attribution)
    assert [(s.kind, s.anonymous) for s in sources] == ([("person", True)] if known else [])
    assert (statements[0].source is not None) == known
    assert known or any("nobody in particular" in note for note in statements[0].notes)


@pytest.mark.parametrize(
    ("text", "name", "descriptor", "anonymous"),
    [
        (
            "[s1:The chief executive of Norwell Line] [c1:said] [x1:it was over].",
            None,
            "The chief executive of Norwell Line",
            False,
        ),
        ("[s1:The lawyer of Anna Berg] [c1:said] [x1:it was over].", None, "The lawyer of Anna Berg", True),
        ("Lena Holt spoke. [s1:The Brask senator] [c1:said] [x1:it was over].", "Lena Holt", None, False),
        ("Boats left from Varholm. [s1:The company] [c1:said] [x1:it was over].", "company", None, False),
        ("[s1:The Carrow Lantern] [c1:reported] [x1:that it was over].", "Carrow Lantern", None, False),
    ],
)
def test_who_a_description_is(text: str, name: str | None, descriptor: str | None, anonymous: bool) -> None:
    article, attribution = marked(text)
    (source, *_), _ = resolve(article, attribution)
    assert (source.name, source.descriptor, source.anonymous) == (name, descriptor, anonymous)


def test_we_who_reported_are_the_article_s_outlet() -> None:
    article, attribution = marked("On Sunday [s1:we] [c1:reported] [x1:that the pier was lost].", outlet="The Echo")
    (source,), _ = resolve(article, attribution)
    assert (source.kind, source.name) == ("outlet", "The Echo")
