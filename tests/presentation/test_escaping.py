import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.presentation.escaping import JOINER, plain

MARKUP = [
    "$x^2$",
    "*bold* and _italic_",
    "[text](http://example.org)",
    "`code`",
    "<b>html</b>",
    "<script>alert(1)</script>",
    ":red[colour]",
    ":material/home:",
    ":streamlit:",
    ":smile:",
    "-> <- <-> -- --- >= <= ~=",
    "www.example.org and me@example.org",
    "https://example.org/a_b",
    "| a | b |",
    "# not a heading",
    "1. not a list",
    "\\alpha \\( x \\)",
    "&lt; &amp;",
    "![image](http://example.org/a.png)",
    "~~gone~~ ==marked== ^up^",
    "{x} [^1]",
]


def as_read(markdown):
    """What a reader sees of escaped text: backslashes before punctuation and joiners are gone."""
    text, place = "", 0
    while place < len(markdown):
        place += markdown[place] == "\\"
        text += markdown[place]
        place += 1
    return text.replace(JOINER, "")


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_read_as_it_was_written(text):
    assert as_read(plain(text)) == text


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_text_keeps_every_character_that_can_be_seen(text):
    visible = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert as_read(plain(text)) == visible.replace(JOINER, "")


@given(st.text(alphabet=string.punctuation + "ab1 ", max_size=100))
@settings(max_examples=50, deadline=None)
def test_no_sign_of_markup_stands_unescaped(text):
    escaped = plain(text)
    for place, sign in enumerate(escaped):
        if sign in string.punctuation and sign != "\\":
            assert escaped[place - 1] == "\\"


@pytest.mark.parametrize(
    "sign", ["->", "<-", "--", ">=", "<=", "~=", ":material", ":smile", "me@", "www."]
)
def test_what_is_made_of_plain_text_later_is_parted(sign):
    """Streamlit makes arrows, icons, emoji and links after Markdown has been parsed."""
    escaped = plain(f"a {sign}example b").replace("\\", "")
    assert sign not in escaped.replace(f"{sign[:-1]}{JOINER}", "") or JOINER in escaped


def test_a_text_is_one_line():
    assert plain("first\n\n# second\tthird\x00") == "first \\# second third"


def test_a_plain_title_stays_readable_in_the_source():
    assert plain("Attention: all you need") == "Attention\\: all you need"
