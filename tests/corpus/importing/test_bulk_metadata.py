import json
from datetime import date
from pathlib import Path

import pytest
from paper_files import TODAY, bulk_entry, bulk_lines, read, row

from explorer.corpus.importing.files import read_paper_file
from explorer.corpus.papers import Paper
from explorer.errors import (
    BadRecordsError,
    MissingColumnsError,
)


def bulk_paper(tmp_path: Path, **changes: object) -> Paper:
    (tmp_path / "bulk.json").write_text(json.dumps(bulk_entry(row()) | changes) + "\n")
    (paper,) = read(tmp_path / "bulk.json")
    return paper


def test_bulk_metadata_is_dated_by_its_first_version_and_names_its_authors_in_order(tmp_path: Path):
    paper = bulk_paper(
        tmp_path,
        versions=[
            {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
            {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
        ],
        update_date="2008-11-26",
        authors_parsed=[["Balázs", "C.", ""], ["King", "Martin Luther", "Jr.", "Montgomery"]],
        categories="hep-ph cs.LG",
    )
    assert (paper.submitted, paper.updated) == (date(2007, 4, 2), date(2008, 11, 26))
    assert paper.authors == ("C. Balázs", "Martin Luther King Jr.")
    assert (paper.primary_category, paper.categories) == ("hep-ph", ("hep-ph", "cs.LG"))


def test_single_spaces_around_a_text_are_no_part_of_it(tmp_path: Path):
    paper = bulk_paper(tmp_path, title=" Grasping", comments="Draft ")
    assert (paper.title, paper.comments) == ("Grasping", "Draft")


def test_a_version_in_another_time_zone_is_dated_in_utc(tmp_path: Path):
    created = "Mon, 31 Dec 2007 23:30:00 -0500"
    assert bulk_paper(tmp_path, versions=[{"created": created}]).submitted == date(2008, 1, 1)


def test_bulk_metadata_without_parted_names_still_has_its_authors(tmp_path: Path):
    authors = "A. Lovelace (Analytical Engines, London), K. Gödel and E. Noether"
    paper = bulk_paper(tmp_path, authors_parsed=None, authors=authors)
    assert paper.authors == ("A. Lovelace", "K. Gödel", "E. Noether")


BROKEN_LINES = {
    "no JSON": b"garbage\n",
    "cut JSON": b'{"id": "2401.00001", "title\n',
    "a list": b"[1, 2]\n",
    "nested without end": b'{"a":' * 100_000 + b"\n",
    "a number without end": b'{"id": ' + b"9" * 10_000 + b"}\n",
    "a field of numbers": b'{"id": 704.0001, "title": 1, "abstract": 2, "versions": [], '
    b'"categories": 3}\n',
    "a missing field": json.dumps(
        {name: value for name, value in bulk_entry(row()).items() if name != "abstract"}
    ).encode()
    + b"\n",
    "versions of another form": json.dumps(bulk_entry(row()) | {"versions": 3}).encode() + b"\n",
    "authors of another form": json.dumps(bulk_entry(row()) | {"authors_parsed": [1]}).encode()
    + b"\n",
    "not UTF-8": json.dumps(bulk_entry(row(title="G?"))).encode().replace(b"G?", b"G\xf6") + b"\n",
}


@pytest.mark.parametrize("broken", BROKEN_LINES)
def test_a_broken_line_of_bulk_metadata_can_be_skipped(broken: str, tmp_path: Path):
    file = tmp_path / "bulk.json"
    file.write_bytes(bulk_lines([row(1)]) + BROKEN_LINES[broken] + b"\n" + bulk_lines([row(2)]))
    with pytest.raises(BadRecordsError) as caught:
        read(file)
    assert (caught.value.count, caught.value.first_line) == (1, 2)
    found = read_paper_file(file, today=TODAY, skip_bad=True)
    assert [paper.arxiv_id for paper in found.papers] == ["2401.00001", "2401.00002"]
    assert (found.total, found.skipped) == (2, 1)


def test_json_lines_of_something_else_are_refused(tmp_path: Path):
    (tmp_path / "tweets.json").write_text('{"id": "1", "text": "hello"}\n' * 3)
    with pytest.raises(MissingColumnsError, match="abstract") as caught:
        read(tmp_path / "tweets.json")
    assert caught.value.found == ("id", "text")
