"""A niche that a person defines by words: the box, its page, its plan."""

import json
from urllib.parse import quote

import pytest

from explorer.corpus.searching import BEGIN, END
from explorer.niches import combinations_beside
from explorer.own_niche import find_own, open_basis
from explorer.plans.niches import list_niches
from explorer.presentation.escaping import marked, plain
from explorer.runs import read_run, write_manifest

WORDS = "grasp OR gripper"

NASTY = ["c++", 'a"b', "(x", "AND", "NOT", "-", '"', "\0", "🙂", "مرحبا بالعالم", "x" * 10_000]
MARKUP = "a $x^2$ *b* [c](http://d.e) <b>f</b> :material/home: `g` -> :red[h]"


@pytest.fixture(scope="module")
def own(demonstration):
    return find_own(demonstration, open_basis(read_run(demonstration.runs)), WORDS)


def test_a_link_with_words_shows_their_niche(open_page, home, own, demonstration):
    ranked = len(open_basis(read_run(demonstration.runs)).niches)
    screen = open_page("niche", home, words=WORDS)
    assert screen.title[0].value == plain(WORDS)
    words = screen.words
    assert f"**{len(own.members):,} papers**" in words
    assert plain(own.reading) in words
    assert f"80 % interval {own.niche['growth_low']:.2f}" in words
    assert f"ranked among the {ranked} of them" in words
    assert not screen.error
    assert not screen.warning
    assert screen.link("words") == WORDS


def test_the_pairs_not_yet_joined_beside_it_are_shown(open_page, home, own, demonstration):
    first = combinations_beside(read_run(demonstration.runs), own).iloc[0]
    words = open_page("niche", home, words=WORDS).words
    assert "Not yet joined" in words
    assert f"**{plain(first['method'])}** for **{plain(first['problem'])}**" in words


def test_what_was_found_is_bold_in_titles(open_page, home):
    assert "**" in open_page("niche", home, words=WORDS).words.replace("**papers**", "")
    lines = open_page("niche", home, words=WORDS).words.splitlines()
    assert any("**Grasp" in line or "**grasp" in line or "**gripper" in line for line in lines)


def test_every_part_has_its_papers(open_page, home, own):
    labels = [expander.label for expander in open_page("niche", home, words=WORDS).expander]
    parts = set(own.evidence["part"])
    assert sum("behind it" in label for label in labels) == len(parts)


@pytest.mark.parametrize("page", ["discover", "niche"])
def test_what_is_typed_opens_its_niche(open_page, home, page):
    screen = open_page(page, home)
    box = next(each for each in screen.text_input if each.label == "Define a niche by words")
    box.set_value(WORDS)
    screen.button("Show this niche").click().run()
    assert not screen.exception
    assert screen.title[0].value == plain(WORDS)


@pytest.mark.parametrize("typed", [*NASTY, MARKUP])
def test_nothing_typed_raises(open_page, home, typed):
    screen = open_page("niche", home, words=typed)
    assert not screen.error
    assert screen.title or screen.info
    assert "<b>" not in screen.words


@pytest.mark.parametrize("typed", ["nosuchword", "-data", "🙂"])
def test_words_that_define_nothing_say_why_and_lead_back(open_page, home, typed):
    screen = open_page("niche", home, words=typed)
    assert screen.info[0].value
    screen.button("Show a niche that the analysis found").click().run()
    assert not screen.exception
    assert screen.title
    assert not screen.info


def test_a_neighbour_is_one_click_away(open_page, home, own):
    screen = open_page("niche", home, words=WORDS)
    name = own.neighbours["name"].iloc[0]
    screen.button(plain(name)).click().run()
    assert not screen.exception
    assert screen.title[0].value == plain(name)
    assert screen.link("niche") == own.neighbours["slug"].iloc[0]


def test_it_is_saved_like_any_other_and_opened_again(open_page, home):
    screen = open_page("niche", home, words=WORDS)
    screen.button("Save this niche").click().run()
    assert not screen.exception
    assert screen.title[0].value == plain(f"Plan: {WORDS}")
    (saved,) = list_niches(home.demonstration.user)
    assert saved.query == WORDS
    screen.button("Look at the niche again").click().run()
    assert not screen.exception
    assert screen.title[0].value == plain(WORDS)
    assert "Open its plan" in screen.labels()


def test_an_analysis_of_an_earlier_version_says_what_to_do(open_page, home):
    folder = (home.demonstration.runs / "current").resolve()
    facts = json.loads((folder / "manifest.json").read_text())
    facts.pop("files")
    for file in [folder / "manifest.json", *folder.glob("field*")]:
        file.unlink()
    write_manifest(folder, facts)
    assert "explorer analyze" in open_page("niche", home, words=WORDS).info[0].value.replace(
        "\\", ""
    )
    assert not open_page("niche", home).info


def test_a_title_with_markup_stays_text_where_a_word_in_it_is_bold():
    title = f"On *{BEGIN}graph{END}s*: <b>{BEGIN}neural nets{END}</b>"
    assert marked(title) == "On \\***graph**s\\*\\: \\<b\\>**neural nets**\\<\\/b\\>"
    assert marked("no sign *here*") == plain("no sign *here*")
    assert "**" not in marked(f"{BEGIN}{END} {BEGIN}*{END} {END}x{BEGIN}").replace("\\*", "")


def test_a_link_of_a_pasted_text_is_not_too_long():
    assert len(quote("é" * 5_000)) < 64_000
