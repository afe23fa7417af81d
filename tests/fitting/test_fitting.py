"""A person held against the niches of the demonstration."""

from datetime import date

import numpy as np
import pytest

from explorer.corpus.reading import read_papers
from explorer.fitting.niches import fit_niches, words_of
from explorer.fitting.one_niche import meet
from explorer.fitting.person import read_person
from explorer.own_niche import open_basis
from explorer.plans.profile import Profile, Work
from explorer.runs import read_run, read_table

GRIPPERS = "soft-robotic-grippers"


@pytest.fixture(scope="module")
def basis(demonstration):
    return open_basis(read_run(demonstration.runs))


@pytest.fixture(scope="module")
def niches(basis):
    niches = read_table(basis.run, "niches")
    return niches[niches["level"] == "niche"].set_index("slug")


@pytest.fixture(scope="module")
def held(basis, demonstration):
    members = read_table(basis.run, "members")
    papers = read_papers(demonstration.papers, as_of=date(2024, 12, 31)).set_index("id")

    def papers_of(niche_id):
        return papers.loc[members.loc[members["niche_id"] == niche_id, "paper_id"]].reset_index()

    return papers_of


def fits_of(basis, demonstration, **said):
    return fit_niches(basis, demonstration.papers, Profile(**said))


def test_every_niche_is_nearest_to_an_abstract_of_its_own(basis, demonstration, niches, held):
    """Of a central paper of each niche, that niche is the one that fits best."""
    hits = 0
    for niche_id in niches["niche_id"]:
        papers = held(niche_id)
        fits = fits_of(basis, demonstration, abstracts=(papers["abstract"].iloc[0],))
        best = fits.table.loc[fits.table["near"].idxmax(), "niche_id"]
        hits += best == niche_id
    assert hits >= 0.8 * len(niches)


def test_words_make_the_niche_fit_that_lives_by_them(basis, demonstration, niches):
    fits = fits_of(basis, demonstration, interests="soft grippers, contact force")
    best = fits.table.sort_values("fit", ascending=False).iloc[0]
    assert best["niche_id"] == niches.loc[GRIPPERS, "niche_id"]
    assert best["fits"]
    assert best["nearest"] == "soft grippers"
    assert {"grippers", "contact force"} <= {word for word, _ in best["shared"]}
    assert fits.table["fits"].sum() < len(fits.table) / 4
    assert fits.parts == {"near": 1}


def test_a_word_is_counted_in_the_papers_that_use_it(basis, demonstration, niches, held):
    fits = fits_of(basis, demonstration, interests="orchard harvesting")
    niche_id = niches.loc[GRIPPERS, "niche_id"]
    (word,) = [at for at, each in enumerate(words_of(basis, fits.person.terms)) if " " in each]
    counts, papers = fits.uses.of([niche_id])
    texts = held(niche_id)
    used = (texts["title"] + ". " + texts["abstract"]).str.contains(
        "orchard harvesting", case=False
    )
    assert papers[0] == len(texts)
    assert counts[0, word] == used.sum()


@pytest.mark.parametrize("said", ["", "zzyzx qwrtp", "the of and", "\0 \u200b 🦀"])
def test_words_that_no_paper_has_make_no_fit(basis, demonstration, said):
    fits = fits_of(basis, demonstration, interests=said)
    assert fits.parts == {}
    assert not fits.table["fits"].any()
    assert fits.table["fit"].isna().all()


def test_means_alone_make_a_fit_too(basis, demonstration, niches):
    fits = fits_of(basis, demonstration, people="alone")
    table = fits.table.merge(niches.reset_index()[["niche_id", "small_teams"]], on="niche_id")
    assert np.allclose(table["fit"], 100 * table["small_teams"])
    assert fits_of(basis, demonstration, people="a group").parts == {}


def test_own_papers_are_found_by_name_and_count_as_texts(basis, demonstration, held, niches):
    papers = held(niches.loc[GRIPPERS, "niche_id"])
    name = papers["authors"].str.split("; ").explode().value_counts().index[0]
    person = read_person(demonstration.papers, Profile(author=name), basis.model.embedding)
    assert set(person.paper_ids) & set(papers["id"])
    assert {source.kind for source in person.sources} == {"paper"}
    works = Profile(works=(Work(title="Soft grippers"), Work(title="\0")))
    assert len(read_person(demonstration.papers, works, basis.model.embedding).sources) == 1


def test_a_meeting_says_what_is_shared_new_and_rare(basis, demonstration, niches, held):
    fits = fits_of(basis, demonstration, interests="soft grippers, flood mapping")
    niche_id = niches.loc[GRIPPERS, "niche_id"]
    other = niches.loc["satellite-flood-mapping", "niche_id"]
    terms = ["soft gripper", "slip", "grasp", "slip sensing", "Grasps"]
    meeting = meet(basis, fits, held(niche_id)["id"], terms=terms, near_ids=[other, "n-gone"])
    row = fits.table.set_index("niche_id").loc[niche_id]
    assert meeting.near == pytest.approx(row["near"], abs=0.01)
    assert meeting.nearest == "soft grippers"
    assert "grippers" in dict(meeting.shared)
    assert meeting.not_met == ("grasp", "slip sensing")
    assert [(each.term, each.papers, each.near_id) for each in meeting.only] == [
        ("flood mapping", 0, other)
    ]
    assert meeting.own_ids == ()


def test_a_meeting_with_no_paper_says_nothing(basis, demonstration):
    fits = fits_of(basis, demonstration, interests="soft grippers")
    meeting = meet(basis, fits, [], terms=[], near_ids=[])
    assert meeting.near != meeting.near
    assert (meeting.shared, meeting.only, meeting.not_met) == ((), (), ())
