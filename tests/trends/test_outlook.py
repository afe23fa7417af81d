from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from explorer.corpus.months import add_months, months_between
from explorer.trends.evidence import PAPERS_SHOWN, top_papers
from explorer.trends.field import HALF_LIFE, LONGEST_WINDOW, read_field
from explorer.trends.forecast import columns
from explorer.trends.growth import share_growth, yearly
from explorer.trends.outlook import FEW_PAPERS, judge
from explorer.trends.scores import ACHIEVABLE_PARTS, MIN_RECENT, NOVEL_PARTS

FIRST, LAST = "2015-01", "2019-12"
N_TERMS = 12
NAMES = [f"Author {chr(65 + i // 10)}{chr(65 + i % 10)}" for i in range(60)]


def write_papers(monthly, *, first=FIRST, seed=0):
    """Write as many papers of each group in each month as ``monthly[group][month]`` says."""
    rng = np.random.default_rng(seed)
    rows = []
    for group, counts in enumerate(monthly):
        for back, count in enumerate(counts):
            for _ in range(count):
                abstract = rng.choice(["we release a dataset", "on 64 GPUs", "we think"])
                authors = rng.choice(NAMES, rng.integers(1, 5), replace=False).tolist()
                authors += [f"Newcomer {seed}.{len(rows)}"] * (len(rows) % 5 == 0)
                month = add_months(first, back)
                rows.append((month, group, abstract, "", "; ".join(authors)))
    columns = ["month", "group", "abstract", "comments", "authors"]
    papers = pd.DataFrame(rows, columns=columns).assign(title="")
    return papers.astype({"month": "str", "authors": "str"})


def uses_of(papers, *, seed=0):
    chosen = np.random.default_rng(seed).random((len(papers), N_TERMS)) < 0.3
    return csr_array(chosen.astype(np.float32))


def outlook_of(papers, *, last_month=LAST, uses=None):
    field = read_field(papers, uses_of(papers) if uses is None else uses, last_month=last_month)
    first = str(papers["month"].min())
    return judge(field, papers["group"].to_numpy(), fit_of(papers), first_month=first)


def numbers_of(scores):
    """All numbers but the forecast, which is none where papers are too few, and the age of borrowed
    terms, which is none where there are none.
    """
    others = scores.drop(columns=[*columns(), "technique_maturity"])
    return others.select_dtypes("number").to_numpy()


def fit_of(papers):
    return np.linspace(0.2, 0.9, len(papers))


STEADY = [[share * (1 + year) for year in range(5) for _ in range(12)] for share in (1, 2, 4, 8)]
"""Four groups whose shares stay as they are while the field grows five-fold."""


@pytest.fixture(scope="module")
def papers():
    return write_papers(STEADY)


@pytest.fixture(scope="module")
def outlook(papers):
    return outlook_of(papers)


def test_a_constant_share_never_counts_as_growth_however_the_field_grows(outlook):
    scores = outlook.scores
    assert scores["growth"].to_numpy() == pytest.approx(1, abs=0.02)
    assert not scores["rising"].any()
    assert (scores["growth_low"] < 1).all()
    assert (scores["growth_high"] > 1).all()


def test_a_share_that_doubles_is_rising_and_one_that_halves_is_not():
    last_year = [[10] * 48 + [20] * 12, [20] * 48 + [10] * 12, [100] * 60]
    scores = outlook_of(write_papers(last_year)).scores
    assert scores["rising"].tolist() == [True, False, False]
    assert scores["growth"][0] > 1.5
    assert scores["growth_high"][1] < 1


def test_sizes_by_hand():
    monthly = [[0, 3] + [0] * 33 + [1] * 12 + [2] * 12 + [0], [1] * 60]
    scores = outlook_of(write_papers(monthly)).scores
    assert scores["papers"].tolist() == [39, 60]
    assert scores["papers_recent"].tolist() == [22, 12]
    assert scores["papers_before"].tolist() == [13, 12]
    assert scores["first_month"].tolist() == ["2015-02", "2015-01"]


def test_the_running_month_counts_as_papers_and_as_nothing_else(papers, outlook):
    running = write_papers([[40], [0], [0], [0]], first=add_months(LAST, 1), seed=9)
    with_it = outlook_of(
        pd.concat([papers, running], ignore_index=True),
        uses=csr_array(np.vstack([uses_of(papers).toarray(), np.zeros((40, N_TERMS))])),
    )
    assert with_it.scores["papers"].tolist() == [
        n + more for n, more in zip(outlook.scores["papers"], [40, 0, 0, 0], strict=True)
    ]
    rest = outlook.scores.columns.drop("papers")
    pd.testing.assert_frame_equal(with_it.scores[rest], outlook.scores[rest])
    pd.testing.assert_frame_equal(with_it.rising, outlook.rising)


def test_growth_of_groups_with_few_papers_is_taken_over_two_years():
    monthly = [[1] * 36 + [0] * 12 + [1] * 12, [20] * 60, [30] * 60]
    scores = outlook_of(write_papers(monthly)).scores
    totals = np.array(monthly)
    recent, before = totals[:, 36:].sum(axis=1), totals[:, 12:36].sum(axis=1)
    assert recent[0] < FEW_PAPERS
    over_two = yearly(
        share_growth(recent, before, field_recent=recent.sum(), field_before=before.sum()), years=2
    )
    for name in ("growth", "growth_low", "growth_high"):
        assert scores[name][0] == pytest.approx(over_two[name][0])
    recent, before = totals[:, 48:].sum(axis=1), totals[:, 36:48].sum(axis=1)
    over_one = share_growth(recent, before, field_recent=recent.sum(), field_before=before.sum())
    assert scores["growth"][1] == pytest.approx(over_one["growth"][1])


def test_every_part_and_rank_lies_in_its_range(outlook):
    scores = outlook.scores
    for part in {*NOVEL_PARTS, *ACHIEVABLE_PARTS} - {
        "growing_terms",
        "imported_terms",
        "newcomers",
    }:
        assert scores[part].between(0, 1).all(), part
    for part in (*NOVEL_PARTS, *ACHIEVABLE_PARTS):
        assert scores[f"{part}_rank"].between(0, 1).all(), part
    assert (scores[["growing_terms", "imported_terms", "newcomers"]] >= 0).all(axis=None)
    assert (scores["concentration"] + scores["spread_authors"]).to_numpy() == pytest.approx(1)
    known = scores.drop(columns="technique_maturity")
    assert np.isfinite(known.select_dtypes("number").to_numpy()).all()


def test_the_papers_behind_a_part_are_recent_papers_of_the_group(papers, outlook):
    evidence = outlook.evidence
    rows = papers.iloc[evidence["paper"]].reset_index(drop=True)
    assert (rows["group"] == evidence["group"]).all()
    assert rows["month"].between(add_months(LAST, 1 - LONGEST_WINDOW), LAST).all()
    assert (evidence["weight"] > 0).all()
    assert not evidence.duplicated(["group", "part", "paper"]).any()
    for _, shown in evidence.groupby(["group", "part"]):
        assert len(shown) <= PAPERS_SHOWN
        assert shown["weight"].is_monotonic_decreasing
    assert {*NOVEL_PARTS, *ACHIEVABLE_PARTS} - set(evidence["part"]) <= {"imported_terms"}


def test_the_papers_behind_openness_and_small_teams_show_them(papers, outlook):
    rows = papers.iloc[outlook.evidence["paper"]].reset_index(drop=True)
    part = outlook.evidence["part"]
    assert rows["abstract"][part == "openness"].str.contains("dataset").all()
    assert (rows["authors"][part == "small_teams"].str.count(";") <= 2).all()


@pytest.mark.parametrize("values", [2, 5, 1_000])
def test_of_one_large_group_the_same_papers_are_shown_as_of_several(papers, values):
    field = read_field(papers, csr_array((len(papers), 3)), last_month=str(papers["month"].max()))
    rng = np.random.default_rng(values)
    value = rng.integers(0, values, len(papers)).astype(float)
    similarity = rng.integers(0, 9, len(papers)).astype(np.float32)
    alone = top_papers("part", value, np.zeros(len(papers), dtype=int), similarity, field)
    table = pd.DataFrame({"weight": value, "fit": similarity, "recent": field.recent})
    table = table[table["recent"] & (table["weight"] > 0)].rename_axis("paper").reset_index()
    best = table.sort_values(["weight", "fit", "paper"], ascending=[False, False, True])
    assert alone["paper"].tolist() == best["paper"].head(PAPERS_SHOWN).tolist()


def test_relabelled_groups_keep_their_outlook(papers, outlook):
    turned = outlook_of(papers.assign(group=3 - papers["group"]))
    pd.testing.assert_frame_equal(
        turned.scores[::-1].reset_index(drop=True), outlook.scores, rtol=1e-9
    )


def test_the_order_of_papers_is_irrelevant(papers, outlook):
    order = np.random.default_rng(3).permutation(len(papers))
    shuffled = papers.iloc[order].reset_index(drop=True)
    again = outlook_of(shuffled, uses=csr_array(uses_of(papers)[order]))
    # Of two authors as busy as each other, the one whose papers stand first is the busier.
    columns = ["papers", "growth", "newcomers", "entrants", "openness", "growing_terms", "novel"]
    pd.testing.assert_frame_equal(again.scores[columns], outlook.scores[columns], rtol=1e-9)


def test_terms_that_grow_elsewhere_are_listed_with_their_role():
    papers = write_papers([[20] * 60, [60] * 60, [60] * 60, [20] * 60])
    uses = np.zeros((len(papers), N_TERMS), dtype=np.float32)
    rng = np.random.default_rng(0)
    recent = (papers["month"] > add_months(LAST, -24)).to_numpy()
    here, never = ((papers["group"] == group).to_numpy() for group in (0, 3))
    chance = np.where(recent, 0.4, 0.1)
    uses[:, 0] = ~here & ~never & (rng.random(len(papers)) < chance)  # grows elsewhere
    uses[:, 0] += here & recent & (rng.random(len(papers)) < 0.2)  # and comes here
    uses[:, 1] = rng.random(len(papers)) < 0.2  # stands still
    outlook = outlook_of(papers, uses=csr_array(uses))
    found = outlook.rising[outlook.rising["group"] == 0]
    assert {("imported", 0), ("rising", 0)} <= set(zip(found["role"], found["term"], strict=True))
    assert (outlook.rising["weight"] > 0).all()
    assert outlook.scores["imported_terms"].idxmin() == 3


@pytest.mark.parametrize("n_months", [1, 2, 3, 13, 30])
def test_a_young_corpus_has_an_outlook_too(n_months):
    last = add_months(FIRST, n_months - 1)
    papers = write_papers([[3] * n_months, [9] * n_months, [0] * (n_months - 1) + [2]])
    scores = outlook_of(papers, last_month=last).scores
    assert np.isfinite(numbers_of(scores)).all()
    too_few = (scores["papers_recent"] < MIN_RECENT) | (n_months < 12)
    assert (scores["chance_in_36"].isna() == too_few).all()
    assert not scores["rising"][:2].any()


def test_windows_are_half_of_a_young_corpus_and_two_years_of_an_old_one(papers):
    for last, window in [("2015-01", 1), ("2015-12", 6), ("2017-12", 18), (LAST, LONGEST_WINDOW)]:
        field = read_field(papers, uses_of(papers), last_month=last)
        assert field.window == window
        months = papers["month"].to_numpy(dtype=object)
        assert len(set(months[field.recent])) == window
        assert months[field.recent].max() == last
        assert not (field.recent & field.before).any()


def test_papers_fade_as_they_grow_older_and_are_of_before_for_the_rest(papers):
    running = write_papers([[2]], first=add_months(LAST, 1), seed=9)
    every = pd.concat([papers, running], ignore_index=True)
    field = read_field(every, uses_of(every), last_month=LAST)
    age = field.last - field.month
    assert set(field.late[age == 0]) == {1}
    assert set(field.late[age == HALF_LIFE]) == {1 / 2}
    assert set(field.late[age == 2 * HALF_LIFE]) == {1 / 4}
    assert not field.late[~field.recent].any()
    assert set(field.early[~field.recent & (age >= 0)]) == {1}
    assert not field.early[age < 0].any()
    assert (field.late + field.early)[age >= 0].tolist() == [1] * (age >= 0).sum()


def test_years_after_the_last_paper_nothing_is_rising_and_nothing_shown(papers):
    outlook = outlook_of(papers, last_month=add_months(LAST, 60))
    assert not outlook.scores["rising"].any()
    assert not outlook.scores["opening"].any()
    assert np.isfinite(numbers_of(outlook.scores)).all()
    assert outlook.scores["chance_in_36"].isna().all()
    assert outlook.evidence.empty
    assert outlook.rising.empty


def test_a_group_of_the_running_month_alone_is_counted_without_growth(papers):
    late = write_papers([[0], [0], [0], [0], [7]], first=add_months(LAST, 1))
    scores = outlook_of(pd.concat([papers, late], ignore_index=True)).scores
    assert scores["papers"][4] == 7
    assert scores["papers_recent"][4] == 0
    assert scores["growth"][4] == pytest.approx(1, abs=1e-6)
    assert scores["first_month"][4] == add_months(LAST, 1)


def test_months_are_counted_from_the_first_paper(papers):
    field = read_field(papers, uses_of(papers), last_month=LAST)
    months = months_between(FIRST, LAST)
    assert field.last == len(months) - 1
    assert [months[i] for i in field.month[:5]] == papers["month"][:5].tolist()
    assert replace(field, window=12).recent.sum() == (papers["month"] >= "2019-01").sum()
