"""The history of a niche, over runs of which all is planted."""

from datetime import date

import pandas as pd
import pytest

from explorer.plans.digest import Past
from explorer.presentation.niche_texts import past_line
from explorer.refreshing.history import read_history
from explorer.runs import TABLES, read_run, write_manifest, writing_run

DAYS = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]


@pytest.fixture
def plant(tmp_path):
    """Write a run that goes on from the one before, with its papers by niche and its events."""
    before = []

    def planted(papers, *events, anew=""):
        number = len(before)
        members = [(niche, f"p{paper}") for niche, ids in papers.items() for paper in ids]
        tables = {
            **{name: pd.DataFrame({"niche_id": []}) for name in TABLES},
            "members": pd.DataFrame(members, columns=["niche_id", "paper_id"]),
            "niches": pd.DataFrame(
                {"niche_id": list(papers), "name": [f"name of {niche}" for niche in papers]}
            ),
        }
        if events:
            rows = [(*event, ["word"]) for event in events]
            columns = ["kind", "niche_id", "others", "words"]
            tables["events"] = pd.DataFrame(rows, columns=columns)
        facts = {"as_of": DAYS[number].isoformat(), "anew": anew, "made_at": f"{number}"}
        if before:
            facts["continues"] = before[-1]
        with writing_run(tmp_path, f"run-{number}") as folder:
            for name, table in tables.items():
                table.to_parquet(folder / f"{name}.parquet", index=False)
            write_manifest(folder, facts)
        before.append(f"run-{number}")
        return lambda niche_id: read_history(tmp_path, read_run(tmp_path), niche_id)

    return planted


def test_one_analysis_alone_has_no_history(plant):
    assert plant({"a": [1, 2]})("a") == ()


def test_a_niche_that_only_grew_is_told_since_the_oldest_run(plant):
    plant({"a": [1, 2]})
    assert plant({"a": [1, 2, 3]})("a") == (Past(kind="found", as_of=DAYS[0]),)


def test_every_event_of_a_niche_is_told_in_order_and_of_no_other(plant):
    plant({"a": [1, 2, 3, 4], "b": [5], "c": [9]})
    plant({"a": [1, 2, 3], "b": [4, 5], "c": [9]}, anew="old")
    events = [("split", "a", ["a", "d"]), ("born", "e", [])]
    history = plant({"a": [1], "d": [2, 3], "b": [4, 5], "c": [9], "e": [8]}, *events, anew="old")
    assert history("a") == (
        Past(kind="found", as_of=DAYS[0]),
        Past(kind="continued", as_of=DAYS[1], kept=0.75),
        Past(kind="continued", as_of=DAYS[2], kept=pytest.approx(1 / 3)),
        Past(kind="split", as_of=DAYS[2], others=("name of d",)),
    )
    assert history("d") == (Past(kind="split off", as_of=DAYS[2], others=("name of a",)),)
    assert history("e") == (Past(kind="born", as_of=DAYS[2]),)
    merged = [("merged", "b", ["b", "c"]), ("drifted", "a", ["a"])]
    history = plant({"a": [1], "d": [2, 3], "b": [4, 9], "e": [8]}, *merged, anew="old")
    assert history("b")[-2:] == (
        Past(kind="continued", as_of=DAYS[3], kept=0.5),
        Past(kind="merged", as_of=DAYS[3], others=("name of c",)),
    )
    assert history("a")[-1] == Past(kind="drifted", as_of=DAYS[3])
    assert [each.kind for each in history("d")] == ["split off", "continued"]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("found", "Analysis as of 31 March 2024: in the oldest one that is kept."),
        ("split off", "Analysis as of 31 March 2024: split off <A>, <B>."),
        ("continued", "Analysis as of 31 March 2024: found anew, and continued with 93 % of"),
        ("drifted", "Analysis as of 31 March 2024: changed; it goes on with 93 % of"),
        ("merged", "Analysis as of 31 March 2024: took in <A>, <B>."),
    ],
)
def test_a_line_says_when_and_what(kind, line):
    past = Past(kind=kind, as_of=DAYS[0], others=("a", "b"), kept=0.93)
    assert past_line(past, escape=lambda name: f"<{name.upper()}>").startswith(line)
