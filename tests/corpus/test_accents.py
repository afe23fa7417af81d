import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.accents import LETTERS, MARKS, letters


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Poincar\'e and G\"odel", "Poincaré and Gödel"),
        (r"Poincar\'{e}, G{\"o}del, {\v{C}}ech", "Poincaré, Gödel, Čech"),
        (r"Erd\H{o}s--R\'enyi, Fran\c cois, A{\v s}er", "Erdős--Rényi, François, Ašer"),
        (r"Mart\'{\i}nez, Mart\'\i n, na\"{\i}ve, \'Ad\'am", "Martínez, Martín, naïve, Ádám"),
        (r"\L{}ojasiewicz, Wa{\l}\k{e}sa, Gau\ss, Gro\ss e", "Łojasiewicz, Wałęsa, Gauß, Große"),
        (r"Bj\o rn {\AA}ngstr{\o}m, Y\i lmaz", "Bjørn Ångstrøm, Y\u0131lmaz"),
        (r"\~O notation, \^{O}", "Õ notation, Ô"),
    ],
)
def test_accents_of_every_form_become_letters(written, read):
    assert letters(written) == read


@pytest.mark.parametrize(
    "text",
    [
        r"an $\ell_2$ norm, $\c{c}$ and $L_2$ in $O(n)$",
        r"\alpha-stable \emph{laws} and \textit{others} of \Omega",
        r"https://example.org/\~ada and \\'e",
        r"5\% of R\&D cost \$5, \{\} and \_",
        r"\'q bears no such accent, nor {\c{\i}}",
        r"\O(n) and \left( and \order and \chi",
        r"authors\' rights and the end\ ",
        "王伟, Łódź and no TeX at all",
        "a \\",
    ],
)
def test_formulas_commands_and_escaped_signs_stay(text):
    assert letters(text) == text


commands = st.sampled_from([*MARKS, *LETTERS, "i", "alpha"]).map("\\{}".format)
tex = st.lists(
    st.one_of(commands, st.sampled_from([*"{}$ \\/'", "\\$", "a", "e", "é"]), st.text(max_size=2)),
    max_size=12,
).map("".join)


@given(tex)
@settings(max_examples=300, deadline=None)
def test_what_was_read_needs_no_second_reading(text):
    assert letters(letters(text)) == letters(text)


@given(st.sampled_from(sorted(MARKS)), st.sampled_from("aceinosuzACEINOSUZ"))
def test_a_command_makes_the_letter_that_unicode_knows_or_nothing(command, base):
    letter = unicodedata.normalize("NFC", base + MARKS[command])
    written = f"\\{command}{{{base}}}"
    assert letters(written) == (letter if len(letter) == 1 else written)
    assert letters(f"{{{written}}}x") == (f"{letter}x" if len(letter) == 1 else f"{{{written}}}x")
