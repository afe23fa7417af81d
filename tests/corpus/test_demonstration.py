import re
from collections import Counter
from dataclasses import FrozenInstanceError
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.demonstration import LAST_DAY, MARK, make_demonstration
from explorer.corpus.demonstration.growth import (
    MONTHS,
    draw_counts,
    expected_totals,
    plant_curves,
    shares,
)
from explorer.corpus.demonstration.topics import read_subfields, read_techniques
from explorer.corpus.months import month_of
from explorer.corpus.papers import one_line, problem_with
from explorer.corpus.taxonomy import read_taxonomy

SUBFIELDS = {s.name: s for s in read_subfields()}
TECHNIQUES = read_techniques()
DONORS = {t.donor for t in TECHNIQUES} - {""}
KINDS = {"rising": 8, "flat": 14, "declining": 8, "faded": 5, "newborn": 5}
OPENING = ("rising", "newborn")
SEEDS = (0, 1)
OPENNESS = re.compile(
    r"github|gitlab|hugging ?face|zenodo|open[- ]?source|"
    r"code (is|are|will be|has been) (publicly )?(available|released)|"
    r"publicly available|dataset|benchmark|leaderboard",
    re.IGNORECASE,
)
HEAVY = re.compile(r"GPU hours|supercomputer|\d\d GPUs|hundreds of GPUs", re.IGNORECASE)

every_seed = pytest.mark.parametrize("seed", SEEDS)


@cache
def demonstration(seed):
    return make_demonstration(seed=seed)


@cache
def table(seed):
    """One row a paper: subfield, kind, month as a number, and the paper itself."""
    made = demonstration(seed)
    months = [MONTHS.index(month_of(p.submitted)) for p in made.papers]
    return made.truth.assign(month=months, paper=made.papers)


@cache
def counted(seed):
    """Papers by subfield (rows) and month (columns)."""
    counts = pd.crosstab(table(seed)["subfield"], table(seed)["month"])
    return counts.reindex(columns=range(len(MONTHS)), fill_value=0)


def share(counts, name, first, last=0):
    """The share of a subfield from so many to so many months before the end."""
    window = counts.loc[:, len(MONTHS) - first : len(MONTHS) - last - 1]
    return window.loc[name].sum() / window.to_numpy().sum()


def names_of(*kinds):
    return [name for name, s in SUBFIELDS.items() if s.kind in kinds]


def chance_of_telling(signal):
    """How often the signal puts an opening subfield above another one (area under the curve)."""
    opening = signal[names_of(*OPENING)].to_numpy()[:, None]
    others = signal.drop(names_of(*OPENING)).to_numpy()[None, :]
    return ((opening > others) + 0.5 * (opening == others)).mean()


@cache
def signals(seed):
    """What could be seen at the end of 2024, one row a subfield."""
    papers = table(seed)
    texts = [f"{p.title} {p.abstract} {p.comments}" for p in papers["paper"]]
    first_seen = {}
    slots = []
    for subfield, month, paper in papers[["subfield", "month", "paper"]].itertuples(index=False):
        slots += [(subfield, month, first_seen.setdefault(a, month)) for a in paper.authors]
    slots = pd.DataFrame(slots, columns=["subfield", "month", "first"])
    last_year = slots[slots["month"] >= 108]
    seen = papers.assign(
        openness=[bool(OPENNESS.search(text)) for text in texts],
        heavy=[bool(HEAVY.search(text)) for text in texts],
        team=[len(p.authors) for p in papers["paper"]],
        techniques=[used("growing", text) - used("fading", text) for text in texts],
    )
    recent = seen[seen["month"] >= 96].groupby("subfield")
    return (
        recent[["openness", "heavy", "team", "techniques"]]
        .mean()
        .assign(newcomers=(last_year["first"] >= 108).groupby(last_year["subfield"]).mean())
    )


def used(trend, text):
    text = text.lower()
    return sum(
        any(phrase.lower() in text for phrase in technique.phrases)
        for technique in TECHNIQUES
        if technique.trend == trend
    )


@every_seed
def test_a_rising_subfield_more_than_doubles_its_share_in_three_years_and_still_grows(seed):
    counts = counted(seed)
    for name in names_of("rising"):
        now = share(counts, name, 12)
        assert now >= 2 * share(counts, name, 48, 36), name
        assert now > share(counts, name, 24, 12), name


@every_seed
def test_a_flat_subfield_keeps_its_share_but_for_the_noise_of_counting(seed):
    counts = counted(seed)
    years = counts.T.groupby(lambda month: month // 12).sum().T
    for name in names_of("flat"):
        expected = years.sum() * years.loc[name].sum() / years.to_numpy().sum()
        chi_square = ((years.loc[name] - expected) ** 2 / expected).sum()
        assert chi_square < 21.7, name  # 9 degrees of freedom, 1 %
    flat = years.loc[names_of("flat")].sum()
    assert flat.iloc[-1] > 1.5 * flat.iloc[0], "counts grow all the same"


@every_seed
def test_a_declining_subfield_has_lost_share_for_eight_years(seed):
    counts = counted(seed)
    for name in names_of("declining"):
        course = [share(counts, name, m + 24, m) for m in (72, 48, 24, 0)]
        assert course == sorted(course, reverse=True), name
        assert course[0] >= 2 * course[-1], name


@every_seed
def test_a_faded_subfield_peaked_three_to_five_years_ago_at_four_times_its_share_now(seed):
    counts = counted(seed)
    for name in names_of("faded"):
        backwards = [share(counts, name, m + 12, m) for m in range(len(MONTHS) - 11)]
        peak = int(np.argmax(backwards))
        assert 36 <= peak <= 48, name
        assert backwards[peak] >= 4 * backwards[0] > 0, name
        assert backwards[peak] >= 4 * backwards[-1], name


@every_seed
def test_a_newborn_subfield_has_20_to_60_papers_none_older_than_18_months(seed):
    counts = counted(seed).loc[names_of("newborn")]
    assert (counts.loc[:, : len(MONTHS) - 19] == 0).all(axis=None)
    assert counts.sum(axis=1).between(20, 60).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_kind_holds_for_every_seed(seed):
    rng = np.random.default_rng(seed)
    kinds = [s.kind for s in SUBFIELDS.values()]
    counts = draw_counts(kinds, plant_curves(list(SUBFIELDS.values()), DONORS, rng), rng)
    counts = pd.DataFrame(counts, index=list(SUBFIELDS), columns=range(len(MONTHS)))
    assert counts.to_numpy().sum() >= 6_000
    for name in names_of("rising"):
        assert share(counts, name, 12) >= 2 * share(counts, name, 48, 36)
    for name in names_of("faded"):
        before = max(share(counts, name, m + 12, m) for m in range(36, 49))
        assert before >= 4 * share(counts, name, 12)
    for name in names_of("newborn"):
        assert counts.loc[name, : len(MONTHS) - 19].sum() == 0
        assert 20 <= counts.loc[name].sum() <= 60


@every_seed
def test_the_whole_grows_by_about_eight_percent_a_year(seed):
    years = counted(seed).sum().groupby(lambda month: month // 12).sum()
    slope = np.polyfit(np.arange(10), np.log(years), 1)[0]
    assert slope == pytest.approx(np.log(1.08), abs=0.015)
    assert (counted(seed).sum() > 0).all()


def test_shares_planted_sum_to_one_and_flat_ones_never_move():
    subfields = list(SUBFIELDS.values())
    kinds = [s.kind for s in subfields]
    planted = shares(kinds, plant_curves(subfields, DONORS, np.random.default_rng(5)))
    assert planted.sum(axis=0) == pytest.approx(np.ones(len(MONTHS)))
    flat = planted[[kind == "flat" for kind in kinds]]
    assert np.ptp(flat, axis=1) == pytest.approx(0)
    assert expected_totals().sum() == pytest.approx(7_400)


def test_the_same_seed_makes_the_same_papers():
    again = make_demonstration(seed=1)
    assert again.papers == demonstration(1).papers
    pd.testing.assert_frame_equal(again.truth, demonstration(1).truth)


def test_another_seed_makes_other_papers_of_the_same_kinds():
    one, other = demonstration(0), demonstration(1)
    assert not {p.abstract for p in one.papers} & {p.abstract for p in other.papers}
    kinds = [dict(zip(d.truth["subfield"], d.truth["kind"], strict=True)) for d in (one, other)]
    assert kinds[0] == kinds[1] == {name: s.kind for name, s in SUBFIELDS.items()}


def test_forty_subfields_have_their_planted_kinds():
    assert Counter(s.kind for s in SUBFIELDS.values()) == KINDS


def test_the_truth_has_one_row_a_paper_in_the_same_order():
    made = demonstration(0)
    assert made.truth.columns.tolist() == ["arxiv_id", "subfield", "kind"]
    assert made.truth["arxiv_id"].tolist() == [p.arxiv_id for p in made.papers]
    assert (made.truth.dtypes == "str").all()
    with pytest.raises(FrozenInstanceError):
        made.papers = []


@every_seed
def test_every_paper_is_acceptable_and_sorted_by_id_and_day(seed):
    papers = demonstration(seed).papers
    assert len(papers) >= 6_000
    assert [problem_with(p, today=LAST_DAY) for p in papers] == [None] * len(papers)
    ids = [p.arxiv_id for p in papers]
    assert ids == sorted(set(ids))
    assert [p.submitted for p in papers] == sorted(p.submitted for p in papers)
    assert {month_of(p.submitted) for p in papers} == set(MONTHS)


@every_seed
def test_ids_are_of_their_month_and_past_every_number_that_arxiv_has_given(seed):
    for paper in demonstration(seed).papers:
        month, _, number = paper.arxiv_id.partition(".")
        assert month == f"{paper.submitted:%y%m}"
        assert 90_000 < int(number) <= 99_999


@every_seed
def test_categories_are_real_and_none_is_older_than_itself(seed):
    since = read_taxonomy().set_index("code")
    assert (since["alias_of"].reindex([s.category for s in SUBFIELDS.values()]) == "").all()
    for paper, name in table(seed)[["paper", "subfield"]].itertuples(index=False):
        assert paper.primary_category == paper.categories[0] == SUBFIELDS[name].category
        assert len(set(paper.categories)) == len(paper.categories)
        for code in paper.categories:
            assert since["since"][code] <= month_of(paper.submitted)


def test_no_paper_changes_before_it_is_there_or_after_the_end():
    papers = demonstration(0).papers
    assert all(p.submitted <= p.updated <= LAST_DAY for p in papers)
    assert 0.2 < np.mean([p.updated > p.submitted for p in papers]) < 0.5


@every_seed
def test_every_comment_begins_by_saying_that_the_paper_is_invented(seed):
    assert MARK == "Demonstration: invented paper."
    assert all(p.comments.startswith(MARK) for p in demonstration(seed).papers)


@every_seed
def test_no_place_on_the_web_is_named_but_the_example_domain(seed):
    hosts = Counter()
    for paper in demonstration(seed).papers:
        text = f"{paper.title} {paper.abstract} {paper.comments}"
        hosts.update(re.findall(r"\b[\w-]+\.(?:com|org|net|io|edu|ai|dev)\b", text))
        assert not paper.doi
        assert not paper.journal_ref
    assert set(hosts) == {"example.org"}


def sentences_of(abstract):
    return re.split(r"(?<=[.!?]) ", abstract)


@every_seed
def test_abstracts_have_6_to_9_sentences_and_90_to_170_words(seed):
    for paper in demonstration(seed).papers:
        assert 6 <= len(sentences_of(paper.abstract)) <= 9, paper.abstract
        assert 90 <= len(paper.abstract.split()) <= 170, paper.abstract


@every_seed
def test_no_two_abstracts_and_no_two_titles_are_equal(seed):
    papers = demonstration(seed).papers
    assert len({p.abstract for p in papers}) == len({p.title for p in papers}) == len(papers)


@every_seed
def test_sentences_begin_with_capitals_and_end_with_a_stop(seed):
    for paper in demonstration(seed).papers:
        for sentence in (paper.title, *sentences_of(paper.abstract)):
            assert sentence[0].isupper(), sentence
        assert paper.abstract.endswith(".")
        assert paper.title[-1] not in ".:, "


@every_seed
def test_texts_hold_no_doubled_word_wrong_article_or_leftover_of_a_pattern(seed):
    doubled = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)
    article = re.compile(r"\b(?:a (?:[aeio]|8|11\b|18\b)|an [^aeio8])", re.IGNORECASE)
    for paper in demonstration(seed).papers:
        for text in (paper.title, paper.abstract, paper.comments):
            assert not doubled.search(text), text
            assert not article.search(text), text
            assert not set(text) & set("{}_"), text
            assert text == one_line(text), text


def test_acronyms_keep_their_capitals():
    texts = " ".join(f"{p.title} {p.abstract}" for p in demonstration(0).papers)
    for acronym in ("SAR", "EEG", "GPS", "IMU", "GPU"):
        forms = Counter(re.findall(rf"\b{acronym}s?\b", texts, re.IGNORECASE))
        assert forms
        assert all(form.rstrip("s") == acronym for form in forms)


def test_each_subfield_has_12_to_20_phrases_of_its_own():
    phrases = Counter()
    for s in SUBFIELDS.values():
        own = [*s.problems, *s.methods, *s.objects, *s.data, *s.measures, *s.settings]
        assert 12 <= len(set(own)) == len(own) <= 20
        phrases.update(own)
    assert max(phrases.values()) == 1


def test_each_subfield_has_two_or_three_neighbours_and_techniques_that_are_known():
    known = {t.name: t.trend for t in TECHNIQUES}
    for s in SUBFIELDS.values():
        assert 2 <= len(set(s.neighbours) & set(SUBFIELDS)) == len(s.neighbours) <= 3
        assert s.name not in s.neighbours
        assert {known[name] for name in s.growing} == {"growing"}
        assert {known[name] for name in s.fading} == {"fading"}


def test_kinds_are_mixed_over_areas_and_categories():
    kinds_by_area = pd.crosstab(
        [s.area for s in SUBFIELDS.values()], [s.kind for s in SUBFIELDS.values()]
    )
    assert 8 <= len(kinds_by_area) <= 10
    assert ((kinds_by_area > 0).sum(axis=1) >= 3).all()
    assert 8 <= len({s.category for s in SUBFIELDS.values()}) <= 10


@every_seed
def test_nobody_speaks_of_a_newborn_subfield_before_it_is_born(seed):
    old = " ".join(f"{p.title} {p.abstract}" for p in table(seed).query("month < 102")["paper"])
    for name in names_of("newborn"):
        s = SUBFIELDS[name]
        for phrase in (name, *s.problems, *s.methods, *s.objects, *s.data, s.collection):
            assert phrase.lower() not in old.lower(), phrase


@every_seed
def test_most_papers_name_their_subfield_and_all_use_several_of_its_phrases(seed):
    named = []
    for name, paper in table(seed)[["subfield", "paper"]].itertuples(index=False):
        s = SUBFIELDS[name]
        text = f"{paper.title} {paper.abstract}".lower()
        own = [*s.problems, *s.methods, *s.objects, *s.data, *s.measures, *s.settings]
        assert sum(phrase.lower() in text for phrase in own) >= 2, text
        named.append(name in text)
    assert 0.5 < np.mean(named) < 0.95


@every_seed
@pytest.mark.parametrize("signal", ["newcomers", "techniques", "openness"])
def test_each_signal_tells_openings_clearly(seed, signal):
    assert 0.85 <= chance_of_telling(signals(seed)[signal]) <= 1


@pytest.mark.parametrize("signal", ["newcomers", "openness"])
def test_no_signal_is_right_every_time(signal):
    assert min(chance_of_telling(signals(seed)[signal]) for seed in SEEDS) < 1


@every_seed
def test_the_signals_together_tell_openings_nearly_always(seed):
    ranks = signals(seed)[["newcomers", "techniques", "openness"]].rank()
    assert chance_of_telling(ranks.mean(axis=1)) >= 0.98


@every_seed
@pytest.mark.parametrize("cost", ["team", "heavy"])
def test_team_size_and_compute_vary_and_say_nothing_of_growth(seed, cost):
    seen = signals(seed)[cost]
    assert seen.max() > 2 * seen.min()
    assert 0.3 < chance_of_telling(seen) < 0.7


@every_seed
def test_growing_techniques_grow_and_fading_ones_fade_outside_the_subfields_that_carry_them(seed):
    flat = table(seed).query("kind == 'flat' and subfield not in @DONORS")
    texts = pd.Series([f"{p.title} {p.abstract}".lower() for p in flat["paper"]])
    late = (flat["month"] >= 84).to_numpy()
    for technique in TECHNIQUES:
        pattern = "|".join(re.escape(phrase.lower()) for phrase in technique.phrases)
        seen = texts.str.contains(pattern)
        grew = seen[late].mean() > seen[~late].mean()
        assert grew == (technique.trend == "growing"), technique.name


@every_seed
def test_a_growing_technique_was_at_home_in_a_large_flat_subfield_before_it_spread(seed):
    papers = table(seed).query("month < 84")
    sizes = papers["subfield"].value_counts()
    for technique in (t for t in TECHNIQUES if t.trend == "growing"):
        assert SUBFIELDS[technique.donor].kind == "flat"
        assert sizes[technique.donor] > sizes[names_of("rising")].max()
        known = papers["paper"].map(lambda p, t=technique: t.phrases[0] in p.abstract)
        rates = known.groupby(papers["subfield"]).mean()
        others = papers["subfield"] != technique.donor
        assert rates[technique.donor] > 2 * known[others].mean()


@every_seed
def test_people_have_careers(seed):
    papers = table(seed)
    careers = {}
    for name, month, paper in papers[["subfield", "month", "paper"]].itertuples(index=False):
        assert 1 <= len(set(paper.authors)) == len(paper.authors) <= 9
        for author in paper.authors:
            careers.setdefault(author, []).append((month, name))
    lengths = pd.Series({a: c[-1][0] - c[0][0] for a, c in careers.items()})
    moved = np.mean([len({name for _, name in c}) > 1 for c in careers.values()])
    assert (lengths >= 60).sum() >= 200, "seniors"
    assert 0.1 < moved < 0.5, "people who move"
    assert 0.15 < np.mean([len(c) == 1 for c in careers.values()]) < 0.6, "people who pass by"
    assert max(len(c) for c in careers.values()) < 120, "nobody writes everything"


@every_seed
def test_opening_subfields_draw_people_from_elsewhere(seed):
    seen, arrivals = {}, []
    for name, kind, month, paper in table(seed)[["subfield", "kind", "month", "paper"]].itertuples(
        index=False
    ):
        for author in paper.authors:
            before = seen.setdefault(author, set())
            arrivals.append((kind, month, bool(before) and name not in before))
            before.add(name)
    arrivals = pd.DataFrame(arrivals, columns=["kind", "month", "came"]).query("month >= 96")
    rate = arrivals.groupby("kind")["came"].mean()
    assert rate[list(OPENING)].min() > 1.5 * rate[["flat", "declining", "faded"]].max()
