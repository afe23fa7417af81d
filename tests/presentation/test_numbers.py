import math
from datetime import date

import pytest

from explorer.presentation.numbers import (
    counted,
    day_name,
    growth_range,
    interval,
    listed,
    month_name,
    percent,
    ratio,
    span,
)


def test_one_is_singular_and_thousands_are_parted():
    assert [counted(n, "paper") for n in (0, 1, 2, 1204)] == [
        "0 papers",
        "1 paper",
        "2 papers",
        "1,204 papers",
    ]
    assert counted(18, "category", "categories") == "18 categories"
    assert counted(1, "category", "categories") == "1 category"


def test_months_and_days_are_written_out():
    assert month_name("2016-12") == "December 2016"
    assert day_name(date(2016, 12, 1)) == "1 December 2016"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.414, "1.41×"), (0.6, "0.60×"), (23.4, "23×"), (1e6, "over 100×"), (math.nan, "unknown")],  # noqa: RUF001
)
def test_ratios_have_their_sign(value, text):
    assert ratio(value) == text


def test_a_growth_always_comes_with_its_interval():
    assert growth_range(1.4, 1.1, 1.8) == "1.40× (1.10 to 1.80)"  # noqa: RUF001
    assert growth_range(1.4, math.nan, 1.8) == "unknown"
    assert interval(0.7, 12.3) == "0.70 to 12"
    assert interval(0.7, math.inf) == "unknown"


@pytest.mark.parametrize(
    ("part", "text"),
    [(0.42, "42 %"), (0.042, "4.2 %"), (0.0042, "0.42 %"), (0.0, "0 %"), (1.0, "100 %")],
)
def test_small_parts_have_more_digits(part, text):
    assert percent(part) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "1 second"),
        (7.0, "7 seconds"),
        (21.0, "20 seconds"),
        (58.0, "1 minute"),
        (190.0, "3 minutes"),
        (4800.0, "1 h 20 min"),
    ],
)
def test_spans_are_as_exact_as_a_person_would_be(seconds, text):
    assert span(seconds) == text


def test_a_long_list_says_how_many_are_left_out():
    assert listed(["a", "b"], most=2) == "a, b"
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"
