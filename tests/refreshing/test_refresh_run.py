import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from explorer.analysis import analyze, read_scope, write_results
from explorer.corpus.progress import silent
from explorer.corpus.reading import describe_store, read_papers
from explorer.refreshing.frozen import go_on
from explorer.refreshing.run import read_events, refresh_run
from explorer.results import Scope, read_model
from explorer.runs import TABLES, list_runs, read_run, read_table
from explorer.settings import Settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 29, 12, tzinfo=UTC)

FITTED, BETWEEN, LAST = date(2024, 9, 30), date(2024, 10, 31), date(2024, 12, 31)


def bytes_of(run):
    return {name: (run.path / f"{name}.parquet").read_bytes() for name in TABLES}


def niches_of(run):
    table = read_table(run, "niches")
    return table[(table["level"] == "niche") & (table["kind"] == "partition")].set_index("niche_id")


def members_of(run):
    """Return the papers of the niches of the partition."""
    table = read_table(run, "members")
    return table[table["kind"] != "newborn"]


@pytest.fixture(scope="session")
def grown(refreshed):
    """The run at the end of September and the one that goes on from it to the end of the year."""
    after, before = (read_run(refreshed.runs, run_id) for run_id in list_runs(refreshed.runs))
    return refreshed, before, after


def held_after(settings, day):
    papers = read_papers(settings.papers, as_of=LAST, text=False)
    return papers.loc[papers["published"].dt.date > day, "id"]


# A run goes on


def test_without_new_papers_the_tables_made_again_are_byte_equal(place):
    run = read_run(place.runs)
    before = bytes_of(run)
    scope = Scope(as_of=FITTED)
    papers, _ = read_scope(place.papers, scope)
    tables = {name: read_table(run, name) for name in TABLES}
    found, drop = go_on(papers, read_model(run.path), tables)
    facts = {**run.manifest, "made_at": LATER.isoformat()}
    facts.pop("files")
    again = write_results(place, scope, papers, found, facts=facts, progress=silent)
    assert again.manifest["made_at"] == LATER.isoformat()
    assert bytes_of(again) == before
    assert drop == 0


def test_where_nothing_changed_the_run_stays_the_current_one(place):
    run = read_run(place.runs)
    assert refresh_run(place, now=LATER) == run
    assert list_runs(place.runs) == [run.run_id]


def test_new_papers_join_and_no_paper_moves(grown):
    settings, before, after = grown
    old, new = (members_of(run).set_index("paper_id") for run in (before, after))
    assert (new.loc[old.index] == old).all(axis=None)
    came = new.drop(old.index)
    assert set(came.index) == set(held_after(settings, FITTED))
    assert set(came["kind"]) == {"assigned"}
    assert set(old["kind"]) == {"partition"}
    assert after.manifest["assigned"] == len(came)
    assert after.manifest["continues"] == before.run_id
    assert after.manifest["fit"] == {"as_of": FITTED.isoformat(), "papers": len(old)}


def test_niches_keep_ids_names_and_parents_and_are_counted_anew(grown):
    _, before, after = grown
    tables = (read_table(run, "niches").query("kind == 'partition'") for run in (before, after))
    old, new = (table.set_index("niche_id") for table in tables)
    assert set(old.index) == set(new.index)
    kept = ["level", "name", "slug", "parent_id", "stability"]
    assert new.loc[old.index, kept].equals(old[kept])
    counts = members_of(after).groupby("niche_id").size()
    assert (counts == new.loc[counts.index, "papers"]).all()
    assert read_table(after, "series")["month"].max() == "2024-12"
    assert new["papers"].sum() > old["papers"].sum()


def test_niches_that_stay_keep_their_place_on_the_map(grown):
    _, before, after = grown
    old, new = niches_of(before)[["x", "y"]], niches_of(after)[["x", "y"]]
    assert new.loc[old.index].equals(old)


def test_new_papers_join_the_niche_of_their_planted_subfield(grown, invented):
    """Of planted subfields that the fit could know; the others are what a new fit is for."""
    _, before, after = grown
    truth = invented.truth.set_index("arxiv_id")["subfield"]
    old, new = (members_of(run).set_index("paper_id") for run in (before, after))
    pairs = pd.crosstab(old["niche_id"], truth.loc[old.index])
    came = new.drop(old.index)
    own = pairs.idxmax()
    known = truth.loc[came.index].isin(pairs.columns[pairs.sum() >= 60])
    expected = own.loc[truth.loc[came.index]].to_numpy()
    assert known.sum() > 40
    assert (came["niche_id"].to_numpy() == expected)[known].mean() > 0.95


def test_in_two_steps_the_tables_are_those_of_one_step(place, hold, grown):
    _, _, at_once = grown
    hold(place, BETWEEN)
    first = refresh_run(place, now=NOW)
    assert first.manifest["last_month"] == "2024-10"
    hold(place, LAST)
    second = refresh_run(place, now=LATER)
    assert second.manifest["continues"] == first.run_id
    assert bytes_of(second) == bytes_of(at_once)


def test_without_the_kept_texts_the_tables_are_the_same(place, hold, grown):
    _, _, with_them = grown
    assert place.texts.exists()
    place.texts.unlink()
    hold(place, LAST)
    assert bytes_of(refresh_run(place, now=LATER)) == bytes_of(with_them)


def test_an_earlier_run_stays_readable(grown):
    settings, before, after = grown
    assert list_runs(settings.runs) == [after.run_id, before.run_id]
    assert bytes_of(read_run(settings.runs, before.run_id)) == bytes_of(before)


def test_a_paper_that_is_held_no_more_leaves_its_niche(place):
    before = read_table(read_run(place.runs), "members")
    gone = before["paper_id"].iloc[0]
    forget(place, [gone])
    after = refresh_run(place, now=LATER)
    members = members_of(after)
    assert set(before["paper_id"]) - set(members["paper_id"]) == {gone}
    assert after.manifest["assigned"] == 0
    assert "anew" not in after.manifest


def test_what_did_not_come_is_noted(place, hold):
    hold(place, BETWEEN)
    run = refresh_run(place, now=LATER, holes=["cs.RO: half of May"])
    assert run.manifest["not_fetched"] == ["cs.RO: half of May"]
    assert read_events(run).empty


def test_scope_size_and_seed_stay_those_of_the_run(place, hold):
    first = analyze(
        place, now=NOW, categories=["cs.RO", "cs.CV", "cs.LG"], papers_per_niche=60, seed=3
    )
    hold(place, BETWEEN)
    run = refresh_run(place, now=LATER)
    for key in ("categories", "parameters", "seed"):
        assert run.manifest[key] == first.manifest[key]
    assert run.manifest["continues"] == first.run_id
    members = members_of(run)
    assert 200 < run.manifest["papers"] == len(members) < describe_store(place.papers).papers


def test_without_a_run_a_refresh_is_the_first_analysis(place):
    shutil.rmtree(place.runs)
    run = refresh_run(place, now=NOW)
    assert "continues" not in run.manifest
    assert run.manifest["papers"] == len(members_of(run))


# Niches are found anew


@pytest.fixture(scope="session")
def anew(hold, tmp_path_factory):
    """A run of 2022, and the one that goes on from it two years later."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("anew"))
    hold(settings, date(2022, 12, 31))
    before = analyze(settings, now=NOW)
    hold(settings, LAST)
    return before, refresh_run(settings, now=LATER)


def test_after_years_niches_are_found_anew_and_most_keep_their_id(anew):
    before, after = anew
    assert "more than 92 days ago" in after.manifest["anew"]
    assert after.manifest["fit"]["as_of"] == LAST.isoformat()
    assert set(members_of(after)["kind"]) == {"partition"}
    old, new = niches_of(before), niches_of(after)
    kept = old.index.intersection(new.index)
    assert len(kept) > 0.85 * len(old)
    assert (new.loc[kept, ["name", "slug"]] == old.loc[kept, ["name", "slug"]]).all(axis=None)


def test_niches_found_anew_stand_near_where_they_stood(anew):
    old, new = (niches_of(run)[["x", "y"]] for run in anew)
    kept = old.index.intersection(new.index)
    way = np.linalg.norm(new.loc[kept] - old.loc[kept], axis=1)
    width = np.linalg.norm(old - old.mean(), axis=1)
    assert np.median(way) < 0.25 * np.median(width)
    assert way.max() > 0


def test_a_niche_that_keeps_its_id_keeps_its_papers(anew):
    before, after = anew
    old, new = (members_of(run).set_index("paper_id")["niche_id"] for run in anew)
    new = new.loc[old.index]
    for niche_id in niches_of(before).index.intersection(niches_of(after).index):
        both = ((old == niche_id) & (new == niche_id)).sum()
        either = ((old == niche_id) | (new == niche_id)).sum()
        assert both / either >= 0.3


def test_planted_newborns_are_told_as_born_or_split_off(anew, invented):
    _, after = anew
    truth = invented.truth.set_index("arxiv_id")
    members = members_of(after).set_index("paper_id")["niche_id"]
    newborn = truth[truth["kind"] == "newborn"]
    events = read_events(after)
    told = set(events.loc[events["kind"] == "born", "niche_id"])
    told |= {each for others in events.loc[events["kind"] == "split", "others"] for each in others}
    homes = members.loc[newborn.index].groupby(newborn["subfield"]).agg(lambda x: x.mode()[0])
    assert len(homes) >= 4
    assert set(homes) <= told


def test_ids_names_and_slugs_stay_unique_and_levels_stay_nested(anew):
    _, after = anew
    table = read_table(after, "niches")
    assert table["niche_id"].is_unique
    assert table["slug"].is_unique
    for _, level in table.groupby("level"):
        assert level["name"].str.lower().is_unique
    below = table[table["level"] != "area"]
    assert set(below["parent_id"]) == set(table.loc[table["level"] != "niche", "niche_id"])
    assert set(read_table(after, "series")["niche_id"]) == set(table["niche_id"])
    words = read_table(after, "words")
    assert set(words.loc[words["role"] == "own", "niche_id"]) >= set(niches_of(after).index)
    assert set(read_table(after, "evidence")["niche_id"]) >= set(niches_of(after).index)


def test_a_run_found_anew_can_go_on(anew, tmp_path):
    _, after = anew
    settings = Settings(data_dir=tmp_path / "data")
    shutil.copytree(after.path.parent.parent, settings.data_dir, symlinks=True)
    forget(settings, [members_of(after)["paper_id"].iloc[5]])
    again = refresh_run(settings, now=LATER)
    assert "anew" not in again.manifest
    assert again.manifest["fit"] == after.manifest["fit"]
    assert set(niches_of(again).index) == set(niches_of(after).index)


def test_a_corpus_that_grew_much_is_fitted_anew(hold, tmp_path):
    settings = Settings(data_dir=tmp_path / "small")
    hold(settings, date(2018, 12, 31), every=2)
    analyze(settings, now=NOW)
    hold(settings, date(2018, 12, 31))
    run = refresh_run(settings, now=LATER)
    assert run.manifest["assigned"] == run.manifest["papers"] // 2
    assert "papers came since niches were found in" in run.manifest["anew"]


def test_a_run_without_a_usable_model_is_fitted_anew(place, hold):
    run = read_run(place.runs)
    with np.load(run.path / "model.npz") as arrays:
        kept = {name: arrays[name] for name in arrays.files if not name.endswith("_ids")}
    model = run.path / "model.npz"
    size = model.stat().st_size
    np.savez(model, **kept)
    with model.open("ab") as file:
        file.write(b"\0" * (size - model.stat().st_size))
    hold(place, BETWEEN)
    after = refresh_run(place, now=LATER)
    assert "keeps no model" in after.manifest["anew"]
    assert len(niches_of(after).index.intersection(niches_of(run).index)) > 10


def test_papers_that_speak_of_other_things_make_niches_be_found_anew(place):
    """The words of the newest papers are exchanged for those of a subject that was never seen."""
    with closing(sqlite3.connect(place.papers)) as store:
        keys = store.execute("SELECT key, arxiv_id FROM papers ORDER BY published DESC LIMIT 60")
        keys = keys.fetchall()
        for number, (key, _) in enumerate(keys):
            text = f"Neural bread robot {number} and language weather kernels of protein voting"
            store.execute(
                "UPDATE papers SET title = ?, abstract = ? WHERE key = ?", (text,) * 2 + (key,)
            )
        store.commit()
    run = read_run(place.runs)
    members = members_of(run)
    ids = {arxiv_id for _, arxiv_id in keys}
    rest = members[~members["paper_id"].isin(ids)]
    rewrite(run, "members", rest)
    after = refresh_run(place, now=LATER)
    assert "fit their niches worse by" in after.manifest["anew"]


def forget(settings, paper_ids):
    """Take papers out of a store, as if arXiv had withdrawn them."""
    with closing(sqlite3.connect(settings.papers)) as store:
        for paper_id in paper_ids:
            key = "(SELECT key FROM papers WHERE arxiv_id = ?)"
            store.execute(f"DELETE FROM paper_categories WHERE paper = {key}", (paper_id,))  # noqa: S608
            store.execute("DELETE FROM papers WHERE arxiv_id = ?", (paper_id,))
        store.commit()


def rewrite(run, name, table):
    """Put another table in the place of one of a run."""
    import json

    path = run.path / f"{name}.parquet"
    table.to_parquet(path, index=False)
    manifest = run.path / "manifest.json"
    facts = json.loads(manifest.read_text())
    facts["files"][path.name]["bytes"] = path.stat().st_size
    manifest.write_text(json.dumps({**facts, "fingerprint": ""}))
