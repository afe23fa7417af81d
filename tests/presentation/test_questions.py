from datetime import date

import pandas as pd
import pytest

from explorer.plans.records import Rung, RungPaper
from explorer.presentation.questions import papers_by, path_lines, question_sheet
from explorer.presentation.scenarios import chance_line, moved_line
from explorer.presentation.worth_asking import MOST, worth_asking
from explorer.trends.scenarios import chances

AS_OF = date(2024, 12, 31)

PAPERS = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "title": ["Mud *first*", "Mud again", "Kelp", "Swell"],
        "authors": ["Ada Bo; Cy Di", "Ada Bo", "Eva Fu", "Gil Ho; Ida Jo"],
        "published": pd.to_datetime(["2019-05-01", "2024-03-01", "2024-06-01", "2024-07-01"]),
    }
)


def a_rung(position=1, papers=("b",)):
    cited = tuple(RungPaper(arxiv_id=each, title=f"T {each}", why="") for each in papers)
    return Rung(
        kind="learning",
        title="Walk on mud",
        problem="",
        approaches="",
        feasibility_and_value="",
        milestones="",
        budget="",
        done_when="It walks.",
        hours=20.0,
        papers=cited,
        position=position,
    )


def test_who_wrote_what_the_rung_stands_on_comes_first_then_who_came_lately():
    asked = dict(worth_asking(PAPERS, a_rung(), as_of=AS_OF))
    assert next(iter(asked)) == "Ada Bo"
    assert "on which this rung stands" in asked["Ada Bo"]
    assert len(asked) <= MOST
    assert all("lately" in why for name, why in asked.items() if name != "Ada Bo")
    assert "Cy Di" not in asked  # wrote here years ago, and nothing that the rung stands on


def test_another_rung_leads_to_other_people():
    first, second = (
        {name for name, _ in worth_asking(PAPERS, a_rung(place, ()), as_of=AS_OF)}
        for place in (1, 2)
    )
    assert first
    assert second
    assert first != second


def test_without_papers_nobody_is_named():
    assert worth_asking(PAPERS.head(0), a_rung(), as_of=AS_OF) == []


def test_a_path_is_told_in_its_order_with_its_teams():
    lines = path_lines(papers_by(PAPERS, "Ada Bo"))
    assert lines == [
        "1 May 2019: “Mud *first*”, with 1 other",
        "1 March 2024: “Mud again”, alone",
    ]


def test_of_many_papers_the_last_are_told():
    many = pd.concat([PAPERS.head(1)] * 8, ignore_index=True)
    many = many.assign(published=pd.date_range("2010-01-01", periods=8, freq="YS")).iloc[::-1]
    years = [line.split(":")[0][-4:] for line in path_lines(many)]
    assert years == ["2013", "2014", "2015", "2016", "2017"]


def test_questions_are_in_the_terms_of_their_papers_and_of_the_rung():
    sheet = question_sheet("Ada Bo", papers_by(PAPERS, "Ada Bo"), a_rung(), niche="mud robots")
    assert sheet.startswith("# Questions for Ada Bo")
    assert "from “Mud \\*first\\*” to “Mud again”" in sheet
    assert "Walk on mud" in sheet
    assert "It walks." in sheet
    one = question_sheet("Eva Fu", papers_by(PAPERS, "Eva Fu"), a_rung(), niche="mud robots")
    assert "What led you to “Kelp”" in one


THEN = {"booms": 0.1, "crowded": 0.1, "steady": 0.4, "stalls": 0.4}


def test_chances_of_then_and_now_stand_beside_each_other():
    now = {"booms": 0.35, "crowded": 0.1, "steady": 0.3, "stalls": 0.25}
    assert chance_line("booms", THEN, now).endswith("10 % when the plan was made, 35 % now")
    assert chance_line("booms", THEN, THEN).endswith("10 % when the plan was made")
    assert "no chance is known" in chance_line("booms", {}, {})
    assert "“booms” became likelier: 10 %" in moved_line(THEN, now, as_of=AS_OF)


@pytest.mark.parametrize("now", [THEN, {}, {**THEN, "booms": 0.15, "stalls": 0.35}])
def test_a_chance_that_hardly_moved_is_not_told(now):
    assert moved_line(THEN, now, as_of=AS_OF) == ""


def test_there_are_no_chances_without_a_forecast():
    row = {f"chance_{name}": value for name, value in THEN.items()}
    assert chances(row) == THEN
    assert chances({**row, "chance_steady": float("nan")}) == {}
    assert chances({}) == {}
