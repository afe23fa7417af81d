"""A person's own names of niches, and what they hid, wherever niches are shown."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from explorer.plans.plan_store import list_plans
from explorer.plans.wishes import hide_niche, list_wishes, merge_niche, rename_niche
from explorer.presentation.escaping import plain
from explorer.presentation.niche_tables import ranking
from explorer.runs import read_run, read_table

SAID = {"kind": "demonstration", "now": datetime(2026, 11, 28, tzinfo=UTC)}
NASTY = "My $x$ *b* <b>crabs</b> :red[h] 🦀"


@pytest.fixture(scope="module")
def ranked(demonstration):
    run = read_run(demonstration.runs)
    return ranking(read_table(run, "niches"), read_table(run, "series"))


@pytest.fixture
def store(home):
    return home.demonstration.user


def test_a_niche_named_on_its_page_bears_that_name_and_can_give_it_back(open_page, home, store):
    screen = open_page("niche", home)
    named = screen.title[0].value
    (box,) = [each for each in screen.text_input if each.label == "Your name for it"]
    box.set_value(NASTY)
    screen.button("Rename").click().run()
    assert screen.title[0].value == plain(NASTY)
    assert f"Its papers named it “{named}”" in screen.words
    assert [wish.own_name for wish in list_wishes(store)] == [NASTY]
    screen.button("Use the name of its papers").click().run()
    assert screen.title[0].value == named
    assert list_wishes(store) == ()


def test_a_name_of_blanks_is_told_and_changes_nothing(open_page, home, store):
    screen = open_page("niche", home)
    (box,) = [each for each in screen.text_input if each.label == "Your name for it"]
    box.set_value("  ")
    screen.button("Rename").click().run()
    assert "can be seen" in screen.error[0].value
    assert list_wishes(store) == ()


def test_a_hidden_niche_leaves_the_lists_and_comes_back(open_page, home, ranked):
    niche = ranked.iloc[0]
    screen = open_page("niche", home, niche=niche["slug"])
    screen.button("Hide it from lists").click().run()
    assert "Hidden by you" in screen.words
    discover = open_page("discover", home)
    assert discover.dataframe[0].value["name"].tolist() == ranked["name"].tolist()[1:]
    assert "1 niche hidden by you" in [each.label for each in discover.expander]
    other = open_page("niche", home)
    assert niche["slug"] not in other.selectbox[0].options
    assert other.link("niche") == ranked["slug"].iloc[1]
    assert "1 niche hidden by you" in open_page("map", home, level="niche").words
    assert niche["slug"] not in open_page("compare", home).link("niches")
    assert not screen.warning
    discover.button("Show").click().run()
    assert discover.dataframe[0].value["name"].tolist() == ranked["name"].tolist()


def test_a_link_to_a_hidden_niche_still_shows_it(open_page, home, store, ranked):
    niche = ranked.iloc[2]
    hide_niche(store, niche, **SAID)
    screen = open_page("niche", home, niche=niche["slug"])
    assert screen.title[0].value == plain(niche["name"])
    assert not screen.warning
    screen.button("Show it again").click().run()
    assert list_wishes(store) == ()


def test_an_own_name_stands_in_lists_beside_the_one_of_the_papers(open_page, home, store, ranked):
    niche = ranked.iloc[1]
    rename_niche(store, niche, NASTY, **SAID)
    table = open_page("discover", home).dataframe[0].value
    assert table["name"].tolist()[:2] == [ranked["name"].iloc[0], NASTY]
    assert table["computed_name"].tolist() == ranked["name"].tolist()
    for named in (NASTY[:8], niche["name"]):
        found = open_page("discover", home, named=named).dataframe[0].value
        assert NASTY in found["name"].tolist()
    assert NASTY in open_page("compare", home, niches=niche["slug"]).multiselect[0].options
    assert any(NASTY in each.options for each in open_page("map", home, level="niche").selectbox)


def test_without_wishes_no_list_has_a_second_name(open_page, home):
    assert "computed_name" not in open_page("discover", home).dataframe[0].value


def test_a_saved_niche_and_its_plan_bear_the_own_name(open_page, home, store, ranked):
    rename_niche(store, ranked.iloc[0], "My crabs", **SAID)
    screen = open_page("niche", home, niche=ranked["slug"].iloc[0])
    screen.button("Save this niche").click().run()
    assert [plan.title for plan in list_plans(store)] == ["Plan: My crabs"]


def test_all_niches_hidden_can_be_shown_again(open_page, home, store, ranked):
    for niche in ranked.to_dict("records"):
        hide_niche(store, niche, **SAID)
    screen = open_page("discover", home)
    assert "All niches are hidden by you" in screen.info[0].value
    assert open_page("niche", home).title[0].value == plain(ranked["name"].iloc[0])
    screen.button("Show all").click().run()
    assert screen.dataframe[0].value["name"].tolist() == ranked["name"].tolist()


def test_a_wish_for_a_niche_that_is_gone_is_kept_and_told(open_page, home, store):
    rename_niche(store, {"niche_id": "n-gone", "name": "kelp"}, "My <b>kelp</b>", **SAID)
    words = open_page("discover", home).words
    assert plain("My <b>kelp</b>") in words
    assert "is kept" in words


def test_wishes_that_cannot_be_read_are_told_and_the_niches_shown(open_page, home, store, ranked):
    hide_niche(store, ranked.iloc[0], **SAID)
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'version'")
        connection.commit()
    screen = open_page("discover", home)
    assert screen.dataframe[0].value["name"].tolist() == ranked["name"].tolist()
    assert "what you hid, are not shown" in screen.warning[0].value


def test_a_niche_made_part_of_another_is_counted_there_until_it_is_parted(open_page, home, ranked):
    part, whole = ranked.iloc[0], ranked.iloc[3]
    screen = open_page("niche", home, niche=part["slug"])
    (choice,) = [each for each in screen.selectbox if each.label == "Show it as part of"]
    choice.set_value(whole["niche_id"])
    screen.button("Merge them").click().run()
    assert f"Part of “{plain(whole['name'])}”" in screen.words
    table = open_page("discover", home).dataframe[0].value
    assert part["name"] not in table["name"].tolist()
    row = table[table["name"] == whole["name"]].iloc[0]
    assert row["papers_recent"] == part["papers_recent"] + whole["papers_recent"]
    other = open_page("niche", home, niche=whole["slug"])
    assert f"With its parts: {plain(part['name'])}" in other.words
    assert f"{part['papers'] + whole['papers']} papers up to" in other.words
    beside = open_page("compare", home, niches=f"{whole['slug']},{ranked['slug'].iloc[5]}")
    assert str(part["papers"] + whole["papers"]) in beside.table[0].value.to_string()
    assert "1 niche merged by you" in open_page("map", home, level="niche").words
    other.button(f"Let “{plain(part['name'])}” stand for itself").click().run()
    discover = open_page("discover", home)
    assert discover.dataframe[0].value["name"].tolist() == ranked["name"].tolist()
    assert not discover.expander or "merged" not in discover.expander[0].label


def test_a_merge_in_a_circle_is_told_and_changes_nothing(open_page, home, store, ranked):
    part, whole = ranked.iloc[1], ranked.iloc[2]
    merge_niche(store, part, whole, **SAID)
    screen = open_page("niche", home, niche=whole["slug"])
    (choice,) = [each for each in screen.selectbox if each.label == "Show it as part of"]
    assert part["name"] not in choice.options
    assert len(list_wishes(store)) == 1
    screen = open_page("discover", home)
    screen.button("Part").click().run()
    assert list_wishes(store) == ()


def test_merges_of_an_analysis_that_cannot_judge_them_are_told(open_page, home, store, ranked):
    merge_niche(store, ranked.iloc[1], ranked.iloc[2], **SAID)
    (manifest,) = home.demonstration.runs.glob("2*/manifest.json")
    facts = json.loads(manifest.read_text())
    facts["files"] = {key: each for key, each in facts["files"].items() if "field" not in key}
    manifest.write_text(json.dumps(facts))
    screen = open_page("discover", home)
    assert screen.dataframe[0].value["name"].tolist() == ranked["name"].tolist()
    assert "stand apart" in "".join(each.value for each in screen.warning)


def test_a_name_that_another_niche_bears_is_told_where_it_is_given(open_page, home, ranked):
    screen = open_page("niche", home, niche=ranked["slug"].iloc[0])
    (box,) = [each for each in screen.text_input if each.label == "Your name for it"]
    box.set_value(ranked["name"].iloc[4].upper())
    screen.button("Rename").click().run()
    assert "Another niche bears this name too" in screen.warning[0].value
    screen.button("Open the other one").click().run()
    assert screen.link("niche") == ranked["slug"].iloc[4]


def test_what_went_over_from_a_niche_that_ended_is_told_until_it_is_understood(
    open_page, home, store, ranked
):
    heir = ranked.iloc[0]
    hide_niche(store, {"niche_id": "n-ended", "name": "old <b>kelp</b>"}, **SAID)
    (manifest,) = home.demonstration.runs.glob("2*/manifest.json")
    facts = json.loads(manifest.read_text())
    facts["ended"] = [["n-ended", [[heir["niche_id"], ["n-ended"]]]]]
    manifest.write_text(json.dumps(facts))
    screen = open_page("discover", home)
    told = "".join(each.value for each in screen.info)
    assert f"“{plain('old <b>kelp</b>')}” went over into **{plain(heir['name'])}**" in told
    assert "which is hidden" in told
    assert screen.dataframe[0].value["name"].tolist() == ranked["name"].tolist()[1:]
    screen.button("Understood").click().run()
    assert not screen.info
    assert [(each.niche_id, each.hidden) for each in list_wishes(store)] == [
        (heir["niche_id"], True)
    ]
