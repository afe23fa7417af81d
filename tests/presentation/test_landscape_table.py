import numpy as np
import pandas as pd
import pytest

from explorer.presentation.landscape import (
    FALLING,
    HEIGHT,
    LEGEND,
    LETTER,
    LINE,
    MOST_NAMES,
    RISING,
    STEADY,
    WIDTHS,
    described,
    frames,
    groups_above,
    has_map,
    on_map,
)


@pytest.fixture(scope="module")
def niches():
    """Two areas with two subfields each, and a hundred niches."""
    rng = np.random.default_rng(0)
    level = ["area"] * 2 + ["subfield"] * 4 + ["niche"] * 100
    ids = [f"{name[0]}{row:03d}" for row, name in enumerate(level)]
    parent = ["", ""] + [ids[row % 2] for row in range(4)] + [ids[2 + i % 4] for i in range(100)]
    n = len(level)
    low = rng.uniform(0.5, 1.5, n)
    return pd.DataFrame(
        {
            "niche_id": ids,
            "level": level,
            "kind": "partition",
            "parent_id": parent,
            "slug": [f"slug-{each}" for each in ids],
            "name": [f"{'long ' * (row % 4)}name {row}" for row in range(n)],
            "papers": rng.integers(10, 500, n),
            "papers_recent": 9,
            "growth": low * 1.1,
            "growth_low": low,
            "growth_high": low * 1.2,
            "primary_category": "cs.RO",
            "debris": ["proceedings" if row == 50 else "" for row in range(n)],
            "x": rng.normal(size=n),
            "y": rng.normal(size=n),
        }
    )


@pytest.fixture(scope="module")
def table(niches):
    return on_map(niches, level="niche")


def test_debris_is_left_out_and_the_largest_comes_first(table):
    assert len(table) == 99
    assert (np.diff(table["papers"]) <= 0).all()


def test_only_what_lies_inside_a_group_is_shown(niches):
    inside = on_map(niches, level="niche", inside="slug-a000")
    assert set(inside["part_of"]) == set(niches.loc[[2, 4], "name"])
    assert len(inside) in {49, 50}
    subfields = on_map(niches, level="subfield", inside="slug-a001")
    assert set(subfields["slug"]) == {"slug-s003", "slug-s005"}
    assert on_map(niches, level="niche", inside="slug-n010").empty


def test_a_direction_is_told_where_the_interval_leaves_no_doubt(niches, table):
    low = niches.set_index("slug")["growth_low"][table["slug"]].to_numpy()
    expected = np.where(low > 1, RISING, np.where(low * 1.2 < 1, FALLING, STEADY))
    assert (table["direction"].to_numpy() == expected).all()


@pytest.mark.parametrize("width", [*WIDTHS, 800, 1_400])
def test_names_never_cover_each_other_nor_leave_the_chart(table, width):
    named = table[table["named_from"] <= width]
    assert 3 <= len(named) <= max(MOST_NAMES)
    (left, right), (bottom, top) = frames(table)
    across = (width * (named["x"] - left) / (right - left)).to_numpy()
    down = ((HEIGHT - LEGEND) * (top - named["y"]) / (top - bottom)).to_numpy()
    half = LETTER * named["name"].str.len().to_numpy() / 2
    assert (across - half >= 0).all()
    assert (across + half <= width).all()
    covers = (np.abs(across[:, None] - across) < half[:, None] + half) & (
        np.abs(down[:, None] - down) < LINE
    )
    assert covers.sum() == len(named)


def test_wider_screens_name_more_and_the_largest_is_named_first(table):
    counts = [(table["named_from"] <= width).sum() for width in WIDTHS]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    named = table["named_from"].to_numpy()
    assert table["papers"][named == WIDTHS[0]].mean() > table["papers"].mean()


def test_everything_lies_inside_the_frames(table):
    (left, right), (bottom, top) = frames(table)
    assert table["x"].between(left, right, inclusive="neither").all()
    assert table["y"].between(bottom, top, inclusive="neither").all()
    (left, right), _ = frames(table.head(1))
    assert left < table["x"].iloc[0] < right


def test_groups_above_are_named_with_their_kind(niches):
    assert groups_above(niches, "area") == {}
    assert len(groups_above(niches, "subfield")) == 2
    above = groups_above(niches, "niche")
    assert len(above) == 6
    assert above["slug-a000"] == "Area: name 0"


def test_the_map_is_told_in_words(table):
    text = described(table, "niche")
    assert "99 niches" in text
    assert table["name"].iloc[0] in text
    assert "Rising fastest" in text
    assert "Rising fastest" not in described(table[table["direction"] == FALLING], "niche")


def test_an_older_run_has_no_map(niches):
    assert has_map(niches)
    assert not has_map(niches.drop(columns="x"))
