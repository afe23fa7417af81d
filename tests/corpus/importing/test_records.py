import io
from datetime import date

import pytest

from explorer.corpus.importing.records import (
    LONGEST_LINE,
    FieldError,
    TruncatedError,
    numbered_lines,
    read_day,
    read_first_day,
    read_text,
)


def test_lines_are_numbered_from_one_and_a_byte_order_mark_is_dropped():
    stream = io.BytesIO(b"\xef\xbb\xbfone\ntwo")
    assert list(numbered_lines(stream)) == [(1, b"one\n"), (2, b"two")]


def test_a_line_that_never_ends_is_refused_before_it_is_held_whole():
    stream = io.BytesIO(b"x" * (LONGEST_LINE + 5))
    with pytest.raises(TruncatedError, match="line 1 has more than"):
        list(numbered_lines(stream))


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), ("  a\n b ", "a b"), (b"caf\xc3\xa9", "café"), ("", "")]
)
def test_a_field_is_put_on_one_line(value, text):
    assert read_text(value, "title") == text


@pytest.mark.parametrize("value", [12, 1.5, ["a"], b"\xff"])
def test_a_field_that_is_no_text_is_named(value):
    with pytest.raises(FieldError, match="its title is not"):
        read_text(value, "title")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-03-01T23:30:00-02:00", date(2024, 3, 2)),
        ("2024-03-01 12:00:00", date(2024, 3, 1)),
        ("", None),
    ],
)
def test_a_day_is_read_in_utc(value, day):
    assert read_day(value, "published") == day


@pytest.mark.parametrize("value", ["2023-02-29", "yesterday", "9999-12-31T23:59:00-10:00"])
def test_what_is_no_day_is_told(value):
    with pytest.raises(FieldError, match="its published is not a date"):
        read_day(value, "published")


def test_a_first_day_may_not_be_empty():
    with pytest.raises(FieldError, match="is empty"):
        read_first_day("", "published")
