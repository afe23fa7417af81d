import pytest

from explorer.pages.parts.choosing import TABLE
from explorer.presentation.narrowing import narrowed
from explorer.presentation.niche_tables import ranking
from explorer.presentation.openings import with_lines
from explorer.runs import read_run, read_table, write_manifest


@pytest.fixture(scope="module")
def ranked(demonstration):
    run = read_run(demonstration.runs)
    return ranking(read_table(run, "niches"), read_table(run, "series"))


def shown(screen):
    return screen.dataframe[0].value["name"].tolist()


def test_the_first_line_says_what_this_is_in_one_sentence(open_page, home):
    assert open_page("discover", home).subheader[0].value.count(".") == 1


def test_the_table_holds_all_niches_best_first(open_page, home, ranked):
    assert shown(open_page("discover", home)) == ranked["name"].tolist()


def test_the_chart_shows_the_same_niches_as_the_table(open_page, home, ranked):
    screen = open_page("discover", home, openings="true")
    spec = screen.get("vega_lite_chart")[0].proto.spec
    assert '"cursor": "pointer"' in spec
    names = ranked.loc[ranked["opening"], "name"].tolist()
    assert shown(screen) == names


def test_of_very_many_niches_the_first_are_listed_and_the_others_counted(
    open_page, home, ranked, monkeypatch
):
    for module in ("explorer.presentation.crowds", "explorer.pages.parts.choosing"):
        monkeypatch.setattr(f"{module}.MOST_DRAWN", 10)
    screen = open_page("discover", home)
    assert shown(screen) == ranked["name"].tolist()[:10]
    said = " ".join(each.value for each in screen.caption)
    assert f"the first 10 of {len(ranked)} niches" in said
    assert "Grey: where the other" in said


def test_a_link_sets_every_filter(open_page, home, ranked):
    category = ranked.loc[ranked["opening"], "primary_category"].iloc[0]
    link = {"category": category, "openings": "true", "papers": "25", "named": "a"}
    screen = open_page("discover", home, **link)
    kept = narrowed(ranked, categories=[category], openings=True, least_papers=25, words="a")
    assert 0 < len(kept) < len(ranked)
    assert shown(screen) == kept["name"].tolist()
    assert not screen.warning


def test_a_link_sets_every_filter_that_is_folded_and_they_are_counted(open_page, home, ranked):
    area, stage = ranked.loc[ranked["stage"] != "", ["area", "stage"]].iloc[0]
    link = {"area": area, "stage": stage.capitalize(), "teams": "10"}
    screen = open_page("discover", home, **link)
    kept = narrowed(ranked, areas=[area], stages=[stage], small_teams=10)
    assert 0 < len(kept) < len(ranked)
    assert shown(screen) == kept["name"].tolist()
    assert not screen.warning
    popovers = [each.proto.popover.label for each in screen.get("popover")]
    assert "More filters (3 set)" in popovers


def test_of_an_older_analysis_stages_cannot_be_chosen(open_page, home):
    run = read_run(home.demonstration.runs)
    niches = read_table(run, "niches").drop(columns=["stage", "onset"])
    rewrite(run, niches)
    screen = open_page("discover", home)
    assert screen.multiselect(key="stage").disabled
    assert screen.selectbox(key="began").disabled
    assert not screen.multiselect(key="area").disabled
    assert set(screen.dataframe[0].value["stage_text"]) == {""}


def test_niches_that_began_of_late_alone(open_page, home, ranked):
    screen = open_page("discover", home, began="In the last 5 years")
    kept = narrowed(ranked, since="2020-01")
    assert 0 < len(kept) < len(ranked)
    assert shown(screen) == kept["name"].tolist()
    assert kept["stage_text"].str.fullmatch(r"[A-Z][a-z]+, [A-Z][a-z]{2} 202\d").any()


@pytest.mark.parametrize(
    "link",
    [
        {"category": "cs.NOPE"},
        {"papers": "many"},
        {"papers": "-3"},
        {"papers": "999999999999999999999999"},
        {"openings": "perhaps"},
        {"kind": "newest"},
        {"area": "nowhere"},
        {"stage": "unborn"},
        {"began": "yesterday"},
        {"teams": "101"},
        {"order": "luck"},
        {"novel": "101"},
        {"achievable": "half"},
        {"named": "x" * 10_000},
        {"category": "<script>alert(1)</script>"},
    ],
)
def test_a_value_that_no_filter_can_have_is_told_and_left_out(open_page, home, ranked, link):
    screen = open_page("discover", home, **link)
    assert "which is not here" in screen.warning[0].value
    assert len(screen.warning[0].value) < 400
    assert "<script>" not in screen.warning[0].value
    if "named" not in link:
        assert shown(screen) == ranked["name"].tolist()


def test_filters_that_leave_nothing_can_be_cleared(open_page, home, ranked):
    screen = open_page("discover", home, named="nosuchword")
    assert "No niche passes" in screen.info[0].value
    screen.button("Clear the filters").click().run()
    assert shown(screen) == ranked["name"].tolist()


def test_the_table_can_be_ordered_by_growth(open_page, home, ranked):
    screen = open_page("discover", home, order="Growth a year")
    assert shown(screen) == ranked.sort_values("growth", ascending=False)["name"].tolist()


def test_what_counts_as_an_opening_can_be_moved_and_is_in_the_link(open_page, home, ranked):
    screen = open_page("discover", home, novel="60", openings="true")
    screen.number_input(key="achievable").set_value(75).run()
    moved = with_lines(ranked, novel=60, achievable=75)
    assert shown(screen) == moved.loc[moved["opening"], "name"].tolist() != []
    assert shown(screen) != ranked.loc[ranked["opening"], "name"].tolist()
    assert any("not of these" in each.value for each in screen.caption)
    screen.button("Balanced").click().run()
    assert shown(screen) == ranked.loc[ranked["opening"], "name"].tolist()
    assert not any("not of these" in each.value for each in screen.caption)


def call_newborn(run, names):
    """Change a run so that it calls some niches newborn."""
    niches = read_table(run, "niches")
    niches.loc[niches["name"].isin(names), "kind"] = "newborn"
    rewrite(run, niches)


def rewrite(run, niches):
    niches.to_parquet(run.path / "niches.parquet", index=False)
    facts = dict(run.manifest)
    facts.pop("files")
    (run.path / "manifest.json").unlink()
    write_manifest(run.path, facts)


def test_newborn_niches_alone_and_all_others_alone(open_page, home, ranked):
    names = ranked["name"].tolist()
    newborn, others = names[3:5], names[:3] + names[5:]
    call_newborn(read_run(home.demonstration.runs), newborn)
    screen = open_page("discover", home, kind="Newborn")
    assert shown(screen) == newborn
    assert screen.dataframe[0].value["opening_text"].str.contains("✦").all()
    assert screen.dataframe[0].value["since_text"].str.fullmatch(r"[A-Z][a-z]+ \d{4}").all()
    screen.selectbox(key="kind").set_value("Not newborn").run()
    assert shown(screen) == others


def test_a_ticked_row_opens_its_niche(open_page, home, ranked):
    screen = open_page("discover", home)
    rows = {"selection": {"rows": [2], "columns": [], "cells": []}}
    screen.session_state[TABLE] = rows
    screen.run()
    screen.button("Open").click().run()
    assert not screen.exception
    assert screen.title[0].value.replace("\\", "") == ranked["name"].iloc[2]
    assert screen.link("niche") == ranked["slug"].iloc[2]


def test_openings_are_told_in_words_and_not_by_colour(open_page, home, ranked):
    flags = open_page("discover", home).dataframe[0].value["opening_text"]
    assert flags.str.contains("Opening").tolist() == ranked["opening"].tolist()


def test_debris_is_set_aside_and_can_be_opened(open_page, real_home, ranked):
    worst = ranked.iloc[-1]
    run = read_run(real_home.runs)
    niches = read_table(run, "niches")
    niches["debris"] = niches["slug"].map({worst["slug"]: "not in English"}).fillna("")
    niches.to_parquet(run.path / "niches.parquet", index=False)
    (run.path / "manifest.json").unlink()
    write_manifest(run.path, {k: v for k, v in run.manifest.items() if k != "files"})
    screen = open_page("discover", real_home)
    assert worst["name"] not in shown(screen)
    assert "Set aside: 1 niche of debris" in [each.label for each in screen.expander]
    (listed,) = screen.dataframe[-1].value.to_dict("records")
    assert (listed["name"], listed["debris"]) == (worst["name"], "not in English")
    opened = open_page("niche", real_home, niche=worst["slug"])
    assert worst["name"] in [each.value for each in opened.title]


def test_nothing_is_said_of_debris_where_there_is_none(open_page, home):
    assert not [each for each in open_page("discover", home).expander if "debris" in each.label]
