from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus.papers import Paper
from explorer.corpus.versions import Version, newest, version_of

PAPER = Paper(
    arxiv_id="2107.05580",
    title="Grasping",
    abstract="We grasp.",
    submitted=date(2021, 7, 12),
    updated=date(2021, 8, 1),
    primary_category="cs.RO",
    categories=("cs.RO",),
    authors=("Ada Byron", "Emmy Noether"),
)
days = st.sampled_from([None, date(2021, 8, 1), date(2021, 9, 1)])
versions = st.builds(
    lambda **changes: version_of(replace(PAPER, **changes)),
    title=st.sampled_from(["One", "Two"]),
    submitted=st.dates(date(2021, 7, 1), date(2021, 7, 3)),
    updated=days,
    modified=days,
    doi=st.sampled_from(["", "10.1000/182"]),
    license=st.sampled_from(["", "CC0", "CC BY"]),
    categories=st.sampled_from([("cs.RO",), ("cs.RO", "cs.AI")]),
)


@given(versions, versions, versions)
def test_versions_merge_in_any_order_and_number(one, other, third):
    assert newest(one, other) == newest(other, one)
    assert newest(one, newest(other, third)) == newest(newest(one, other), third)
    assert newest(one, one) == one
    assert newest(newest(one, other), one) == newest(one, other)


def test_of_one_version_the_latest_record_stands():
    first = version_of(replace(PAPER, title="Zzz", modified=date(2021, 8, 2)))
    corrected = version_of(replace(PAPER, title="Aaa", modified=date(2021, 8, 3)))
    assert newest(first, corrected) == newest(version_of(PAPER), corrected) == corrected


@given(versions, versions)
def test_what_is_known_of_the_last_change_is_never_forgotten(one, other):
    merged = newest(one, other)
    assert merged.modified == max(one.modified, other.modified)
    assert merged.updated == max(one.updated, other.updated)


def test_a_version_is_the_paper_as_it_is_held():
    held = version_of(
        replace(PAPER, categories=("cs.AI",), license="CC0", modified=date(2022, 1, 1))
    )
    assert (held.published, held.updated, held.modified) == (
        "2021-07-12",
        "2021-08-01",
        "2022-01-01",
    )
    assert (held.categories, held.authors) == ("cs.RO cs.AI", "Ada Byron; Emmy Noether")
    assert (held.license, held.license_as_of) == ("CC0", held.updated)
    assert (held.recorded, Version._fields[-1]) == ("2022-01-01", "modified")
