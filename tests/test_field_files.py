import numpy as np
import pytest

from explorer import field_files
from explorer.errors import RunDamagedError
from explorer.field_files import FACTS, SHUFFLED, field_of, ids_of, read_ground, rows_of
from explorer.runs import read_run, read_table
from explorer.trends.authorship import newcomer_slots, read_authorships


@pytest.fixture(scope="module")
def run(demonstration):
    return read_run(demonstration.runs)


@pytest.fixture(scope="module")
def ground(run):
    return read_ground(run)


def test_every_paper_of_a_run_has_a_row_in_its_niche(run, ground):
    members = read_table(run, "members").sort_values("paper_id", ignore_index=True)
    assert ids_of(ground, np.arange(len(ground.ids))) == members["paper_id"].tolist()
    assert ground.niche_ids[ground.niche].tolist() == members["niche_id"].tolist()
    assert np.allclose(np.linalg.norm(ground.points.astype(float), axis=1), 1, atol=0.01)


def test_rows_are_found_by_id_in_their_order_and_unknown_ids_left_out(ground):
    ids = ids_of(ground, np.array([7, 3, 3]))
    assert rows_of(ground, [*ids, "9999.99999", "", "Ω\ud800"]).tolist() == [3, 7]
    assert rows_of(ground, []).tolist() == []


def test_papers_taken_out_of_a_field_are_as_they_were_in_it(demonstration, ground):
    from explorer.corpus.reading import read_papers_by_id

    rows = np.array([0, 5, 90, len(ground.ids) - 1])
    some, every = field_of(ground, rows), field_of(ground, np.arange(len(ground.ids)))
    assert some.month.tolist() == every.month[rows].tolist()
    assert (some.uses != every.uses[rows]).nnz == 0
    assert some.uses.sum() > 0
    papers = read_papers_by_id(demonstration.papers, ids_of(ground, np.arange(len(ground.ids))))
    authorships = read_authorships(papers["authors"])
    assert every.authorships.author.tolist() == authorships.author.tolist()
    assert every.authorships.paper.tolist() == authorships.paper.tolist()
    assert every.newcomer.tolist() == newcomer_slots(authorships, every.month).tolist()
    own = np.isin(authorships.paper, rows)
    assert some.authorships.author.tolist() == authorships.author[own].tolist()
    assert rows[some.authorships.paper].tolist() == authorships.paper[own].tolist()
    assert some.newcomer.tolist() == every.newcomer[own].tolist()


@pytest.mark.parametrize("block", [1, 3, 7])
def test_in_however_many_blocks_papers_are_taken_they_are_the_same(ground, monkeypatch, block):
    rows = np.array([0, 5, 6, 90, 91, 92, len(ground.ids) - 1])
    at_once = field_of(ground, rows)
    monkeypatch.setattr(field_files, "BLOCK", block)
    by_block = field_of(ground, rows)
    assert (at_once.uses != by_block.uses).nnz == 0
    assert at_once.authorships.author.tolist() == by_block.authorships.author.tolist()


def test_a_run_without_its_shuffles_has_the_same_ones(home, ground):
    run = read_run(home.demonstration.runs)
    (run.path / SHUFFLED).unlink()
    assert np.array_equal(read_ground(run).field.shuffled, ground.field.shuffled)
    assert not np.array_equal(ground.field.shuffled[0], ground.field.month)


def test_a_file_that_is_none_is_told(home):
    run = read_run(home.demonstration.runs)
    file = run.path / FACTS
    file.write_bytes(b"\0" * file.stat().st_size)
    with pytest.raises(RunDamagedError, match=r"field\.npz"):
        read_ground(run)
