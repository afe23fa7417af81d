import json
import re
from datetime import date

import pytest
from changed_runs import rename_a_niche, rewrite

from explorer.corpus.merging import merge_papers
from explorer.corpus.store import writing
from explorer.niches import near_niches, niche_papers
from explorer.presentation.beside_score import MATURITY, MEANINGS, SURVEYS, UNKNOWN
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import percent
from explorer.presentation.people import entered_lately, longest_here, people
from explorer.presentation.score_parts import PARTS
from explorer.runs import read_run, read_table
from explorer.trends.forecast import columns

NASTY = "a $x^2$ *b* [c](http://d.e) <b>f</b> :material/home: `g` -> :red[h] | i"


@pytest.fixture(scope="module")
def niches(demonstration):
    niches = read_table(read_run(demonstration.runs), "niches")
    return niches[niches["level"] == "niche"].reset_index(drop=True)


def test_a_link_names_the_niche_by_slug_or_id(open_page, home, niches):
    niche = niches.iloc[5]
    for wanted in (niche["slug"], niche["niche_id"]):
        screen = open_page("niche", home, niche=wanted)
        assert screen.title[0].value == plain(niche["name"])
        assert not screen.warning


def test_a_newborn_niche_says_what_that_means(open_page, home):
    niches = read_table(read_run(home.demonstration.runs), "niches")
    niches.loc[0, "kind"] = "newborn"
    rewrite(home.demonstration, "niches", niches)
    wanted, other = niches["niche_id"].iloc[0], niches["niche_id"].iloc[2]
    said = [each.value for each in open_page("niche", home, niche=wanted).caption]
    assert any("stand in other niches too" in text for text in said)
    said = [each.value for each in open_page("niche", home, niche=other).caption]
    assert not any("stand in other niches too" in text for text in said)


def test_without_a_link_the_best_niche_is_shown_and_put_in_the_link(open_page, home, niches):
    screen = open_page("niche", home)
    assert screen.title[0].value == plain(niches["name"].iloc[0])
    assert screen.link("niche") == niches["slug"].iloc[0]


@pytest.mark.parametrize("wanted", ["no-such-niche", "<img src=x>", "x" * 10_000, "%00", "🙂"])
def test_an_unknown_niche_is_told_and_the_best_one_shown(open_page, home, niches, wanted):
    screen = open_page("niche", home, niche=wanted)
    assert "which is not here" in screen.warning[0].value
    assert not re.search(r"(?<!\\)<", screen.warning[0].value)
    assert screen.title[0].value == plain(niches["name"].iloc[0])


def test_a_subfield_is_no_niche(open_page, home, demonstration):
    table = read_table(read_run(demonstration.runs), "niches")
    subfield = table.loc[table["level"] == "subfield", "slug"].iloc[0]
    assert open_page("niche", home, niche=subfield).warning


def test_another_niche_can_be_picked(open_page, home, niches):
    screen = open_page("niche", home)
    screen.selectbox[0].select(niches["slug"].iloc[3]).run()
    assert screen.title[0].value == plain(niches["name"].iloc[3])


def test_growth_is_told_with_its_interval_and_its_papers(open_page, home, niches):
    words = open_page("niche", home).words
    niche = niches.iloc[0]
    assert f"80 % interval {niche['growth_low']:.2f}" in words
    assert f"{niche['papers_recent']} papers in the 12 months to December 2024" in words
    assert f"against {niche['papers_before']} in the 12 before" in words


def test_what_may_become_of_it_is_told_in_a_sentence_and_four_lines(open_page, home, niches):
    screen, niche = open_page("niche", home), niches.iloc[0]
    assert f"until December 2027: {100 * niche['chance_in_36']:.0f} %" in screen.words
    assert f"expected {niche['papers_in_36']:.0f} papers a year by then" in screen.words
    for title in ("Booms", "Gets crowded", "Steady", "Stalls"):
        assert f"**{title}**" in screen.words
    assert "80 %" in screen.get("vega_lite_chart")[0].proto.spec


@pytest.mark.parametrize("page", ["niche", "discover", "compare"])
def test_an_analysis_of_before_there_were_forecasts_opens_and_says_so(open_page, home, page):
    table = read_table(read_run(home.demonstration.runs), "niches")
    older = table.drop(columns=columns())
    rewrite(home.demonstration, "niches", older)
    screen = open_page(page, home)
    assert not screen.exception
    assert ("analyse again to have one" in screen.words) == (page == "niche")


def test_growth_can_be_seen_as_share_and_as_count(open_page, home):
    screen = open_page("niche", home)
    assert "Share of papers" in screen.get("vega_lite_chart")[0].proto.spec
    screen.radio(key="unit").set_value("papers").run()
    assert "Papers a month" in screen.get("vega_lite_chart")[0].proto.spec


def test_months_with_holes_are_told_and_drawn(open_page, home):
    screen = open_page("niche", home)
    assert "hollow bars" not in screen.words
    series = read_table(read_run(home.demonstration.runs), "series")
    coverage = series["coverage"].where(series["month"] != "2023-06", 0.59)
    rewrite(home.demonstration, "series", series.assign(coverage=coverage))
    screen = open_page("niche", home)
    assert "June 2023 (59 % held): hollow bars" in screen.words
    assert "strokeDash" in screen.get("vega_lite_chart")[0].proto.spec


def test_every_part_of_the_score_opens_to_its_papers(open_page, home, demonstration, niches):
    screen = open_page("niche", home)
    words = screen.words
    for part in PARTS.values():
        assert part.meaning in words
    evidence = read_table(read_run(demonstration.runs), "evidence")
    parts = evidence.loc[evidence["niche_id"] == niches["niche_id"].iloc[0], "part"]
    labels = [expander.label for expander in screen.expander]
    assert sum("behind it" in label for label in labels) == parts.nunique()


def test_what_is_known_beside_the_score_is_told(open_page, home, niches):
    share = percent(niches["survey_share"].iloc[0])
    screen = open_page("niche", home)
    assert f"**{SURVEYS}**: {share} of papers since" in screen.words
    assert {*MEANINGS.values()} <= {each.proto.help for each in screen.markdown}
    rewrite(
        home.demonstration, "niches", niches.drop(columns=["survey_share", "technique_maturity"])
    )
    screen = open_page("niche", home)
    assert f"**{SURVEYS}**: {UNKNOWN}" in screen.words
    assert f"**{MATURITY}**: {UNKNOWN}" in screen.words
    assert not screen.exception


def test_papers_lead_to_arxiv(open_page, real_home):
    links = re.findall(r"\]\((https?://[^)]*)\)", open_page("niche", real_home).words)
    assert len(links) > 20
    assert all(re.fullmatch(r"https://arxiv\.org/abs/\d{4}\.\d{5}", link) for link in links)


def test_invented_papers_lead_nowhere_and_say_so(open_page, home):
    words = open_page("niche", home).words
    assert "arxiv.org" not in words
    assert "](" not in words
    assert "invented, so they have no page on arXiv" in words


def test_a_name_with_markup_is_shown_as_text(open_page, home):
    niche = rename_a_niche(home.demonstration, NASTY)
    screen = open_page("niche", home, niche=niche["slug"])
    assert screen.title[0].value == plain(NASTY)
    assert not screen.error


def test_a_niche_whose_papers_are_gone_still_shows_its_figures(open_page, home, invented):
    home.runs.symlink_to(home.demonstration.runs)
    with writing(home.papers) as connection:
        merge_papers(connection, invented.papers[:5])
    screen = open_page("niche", home)
    assert not screen.error
    assert "Growth" in screen.words


def test_a_niche_is_told_what_it_was_three_years_ago(open_page, home):
    assert "**Three years ago**: what set it apart then" in open_page("niche", home).words


def test_the_people_of_a_niche_are_those_of_its_papers(open_page, home, demonstration, niches):
    niche = niches.iloc[1]
    words = open_page("niche", home, niche=niche["slug"]).words
    found = people(niche_papers(demonstration, read_run(demonstration.runs), niche["niche_id"]))
    assert f"{len(found)} people signed its papers" in words
    assert plain(longest_here(found, most=1)["name"].iloc[0]) in words
    assert plain(entered_lately(found, as_of=date(2024, 12, 31), most=1)["name"].iloc[0]) in words


def test_people_have_a_lane_each_and_where_they_came_from(open_page, home, demonstration, niches):
    niche = niches.iloc[1]
    screen = open_page("niche", home, niche=niche["slug"])
    found = people(niche_papers(demonstration, read_run(demonstration.runs), niche["niche_id"]))
    lanes = screen.get("vega_lite_chart")[1].proto
    names = json.loads(lanes.spec)["encoding"]["y"]["sort"]
    longest = longest_here(found, most=6)["name"].tolist()
    assert names[: len(longest)] == longest
    assert all(f"{name}: " in lanes.alt for name in names)
    assert re.search(r"came from \w+|no earlier paper among those held", screen.words)


def test_neighbours_lead_to_their_pages_nearest_first(open_page, home, demonstration, niches):
    niche = niches.iloc[1]
    near = near_niches(read_run(demonstration.runs), niche["niche_id"], most=6)
    assert niche["niche_id"] not in near
    assert list(near.values()) == sorted(near.values(), reverse=True)
    screen = open_page("niche", home, niche=niche["slug"])
    buttons = [each for each in screen.app.button if str(each.key).startswith("near-")]
    assert [each.key for each in buttons] == [f"near-{key}" for key in near]
    buttons[0].click().run()
    assert not screen.exception
    nearest = niches.set_index("niche_id").loc[next(iter(near))]
    assert screen.title[0].value == plain(nearest["name"])


def test_a_niche_without_a_middle_has_no_neighbours(demonstration):
    assert near_niches(read_run(demonstration.runs), "nothing", most=6) == {}


def test_pairs_not_yet_joined_stand_with_papers_of_both_sides(open_page, home, demonstration):
    run = read_run(demonstration.runs)
    first = read_table(run, "combinations").iloc[0]
    words = open_page("niche", home, niche=first["niche_id"]).words
    assert "Not yet joined" in words
    assert f"**{plain(first['method'])}** for **{plain(first['problem'])}**" in words
    assert f"{first['method_papers']} papers, {first['method_recent']} of the last" in words


def test_a_niche_without_such_pairs_says_nothing_of_them(open_page, home, niches):
    combinations = read_table(read_run(home.demonstration.runs), "combinations")
    niche_id = niches["niche_id"].iloc[1]
    rewrite(home.demonstration, "combinations", combinations[combinations["niche_id"] != niche_id])
    assert "Not yet joined" not in open_page("niche", home, niche=niche_id).words
