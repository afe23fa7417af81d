"""Names of files: letters that every system takes, and never none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.presentation.file_names import LONGEST_NAME, file_name


@pytest.mark.parametrize(
    ("slugs", "name"),
    [
        (["soft-robotic-grippers"], "soft-robotic-grippers"),
        (["kelp", "tides"], "kelp-and-tides"),
        (["../a:b"], "ab"),
        (["größe"], "gre"),
        (["海"], "niche"),
        ([], "niche"),
    ],
)
def test_a_file_is_named_after_its_niches(slugs, name):
    assert file_name(slugs) == name


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_niches_give_a_name_that_every_system_takes(slugs):
    name = file_name(slugs)
    assert 0 < len(name) <= LONGEST_NAME
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>|')
    assert name[0] not in ". -"
    assert name[-1] not in ". -"
