from datetime import UTC, date, datetime

import pandas as pd

from explorer.plans.digest import MOST_NICHES, MOST_PAPERS, happened, moves, new_papers, openings
from explorer.plans.records import SavedNiche


def saved(niche_id, name="kept under this name"):
    return SavedNiche(
        niche_id=niche_id,
        slug=niche_id,
        name=name,
        run_id="2024-12-abc",
        as_of=date(2024, 12, 31),
        kind="real",
        terms=(),
        phrases=(),
        paper_ids=(),
        shown={},
        note="",
        saved_at=datetime(2025, 1, 1, tzinfo=UTC),
        plan_id=1,
    )


def niches(**facts):
    n = len(facts["niche_id"])
    usual = {
        "name": [f"name of {each}" for each in facts["niche_id"]],
        "growth": [1.0] * n,
        "growth_low": [0.9] * n,
        "growth_high": [1.1] * n,
        "score": [50.0] * n,
        "opening": [False] * n,
    }
    return pd.DataFrame(usual | facts)


def members(*rows):
    return pd.DataFrame(rows, columns=["paper_id", "niche_id", "similarity"])


def test_papers_that_were_not_held_before_are_new_the_most_central_first():
    now = members(("a", "n1", 0.9), ("b", "n1", 0.5), ("c", "n1", 0.7), ("d", "n2", 0.8))
    (news,) = new_papers([saved("n1")], now, pd.Series(["a"]))
    assert (news.papers, news.count, news.gone) == (("c", "b"), 2, False)
    assert news.name == "kept under this name"


def test_a_paper_that_only_moved_here_is_not_new():
    (news,) = new_papers([saved("n1")], members(("a", "n1", 0.9)), pd.Series(["a"]))
    assert (news.papers, news.count) == ((), 0)


def test_many_papers_are_counted_and_some_named():
    rows = [(f"p{i:03}", "n1", 0.5) for i in range(MOST_PAPERS + 7)]
    (news,) = new_papers([saved("n1")], members(*rows), pd.Series([], dtype=str))
    assert len(news.papers) == MOST_PAPERS
    assert news.count == MOST_PAPERS + 7


def test_a_saved_niche_that_is_gone_is_told():
    (news,) = new_papers([saved("n9")], members(("a", "n1", 0.9)), pd.Series([], dtype=str))
    assert news.gone


def test_those_that_moved_most_come_first():
    ids = ["n1", "n2", "n3", "n4", "n5"]
    before = niches(niche_id=ids)
    after = niches(niche_id=ids, growth=[1.2, 0.4, 2.0, 1.0, 1.0], score=[50, 50, 50, 62, 90])
    found = moves(before, after)
    assert [each.name for each in found["rose"]] == ["name of n3", "name of n1"]
    assert [each.name for each in found["cooled"]] == ["name of n2"]
    assert [each.score for each in found["up"]] == [90, 62]
    assert found["down"] == ()
    assert (found["rose"][0].growth_before, found["rose"][0].growth) == (1.0, 2.0)


def test_a_list_has_an_end():
    ids = [f"n{i}" for i in range(MOST_NICHES + 5)]
    found = moves(niches(niche_id=ids), niches(niche_id=ids, growth=[2.0] * len(ids)))
    assert len(found["rose"]) == MOST_NICHES


def test_openings_are_compared_new_niches_too():
    before = niches(niche_id=["n1", "n2", "n3", "gone"], opening=[True, False, True, True])
    after = niches(niche_id=["n1", "n2", "n3", "new"], opening=[True, True, False, True])
    opened, closed = openings(before, after)
    assert opened == ("name of n2", "name of new")
    assert closed == ("name of n3", "name of gone")


def test_events_bear_names_also_of_niches_that_are_gone():
    before = niches(niche_id=["n1", "gone"])
    after = niches(niche_id=["n1", "n2"], name=["same", "part"])
    events = pd.DataFrame(
        {
            "kind": ["split", "died"],
            "niche_id": ["n1", "gone"],
            "others": [["n1", "n2"], []],
            "words": [["a", "b"], ["c"]],
        }
    )
    split, died = happened(events, before, after)
    assert (split.kind, split.name, split.others) == ("split", "same", ("same", "part"))
    assert (died.name, died.words) == ("name of gone", ("c",))
