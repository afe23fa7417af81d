"""Text for LaTeX: special characters escaped, accents as commands, plain formulas as they are."""

from __future__ import annotations

import re
import unicodedata

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "å": r"{\aa}",
    "Å": r"{\AA}",
    "\N{LATIN SMALL LETTER DOTLESS I}": r"{\i}",
    "đ": r"{\dj}",
    "Đ": r"{\DJ}",
    "ð": r"{\dh}",
    "Ð": r"{\DH}",
    "þ": r"{\th}",
    "Þ": r"{\TH}",
    "\N{EN DASH}": "--",
    "—": "---",
    "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "“": "``",
    "”": "''",
    "…": r"\ldots{}",
    "\u00a0": "~",
}
ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
FORMULA = re.compile(
    r"(?<!\\)\$(?!\s)[^$\\%#&~\"]*+(?:\\[A-Za-z]++[^$\\%#&~\"]*+)*+(?<!\s)\$(?!\d)"
)
"""Without a sign that could end it or begin a comment; what it calls is looked at next."""
COMMAND = re.compile(
    r"""
    alpha | beta | gamma | delta | (?:var)?epsilon | zeta | eta | (?:var)?theta | iota | kappa
    | lambda | mu | nu | xi | pi | rho | sigma | tau | upsilon | (?:var)?phi | chi | psi | omega
    | Gamma | Delta | Theta | Lambda | Xi | Pi | Sigma | Phi | Psi | Omega | ell | hbar | infty
    | sqrt | frac | log | exp | sin | cos | min | max | sum | prod | int | partial | nabla
    | times | cdot | pm | mp | leq? | geq? | neq? | approx | sim | simeq | equiv | ll | gg | to
    | rightarrow | leftarrow | mapsto | in | subset | cup | cap | otimes | oplus | odot | ast | star
    | circ | dagger | perp | parallel | math(?:cal|bb|rm|bf|it|frak|sf) | text | bar | hat | tilde
    | vec | dot | overline | widehat | widetilde | ldots | cdots
    """,
    re.VERBOSE,
)
"""What a formula may call: nothing that reads, writes or defines."""


def latex(text: str) -> str:
    """Write a text so that LaTeX prints it as it reads; formulas between dollars stay formulas."""
    flat = " ".join(_visible(text).split(" ")).strip()
    pieces, end = [], 0
    for match in FORMULA.finditer(flat):
        if _harmless(match[0]):
            pieces += [_escaped(flat[end : match.start()]), match[0]]
            end = match.end()
    return "".join([*pieces, _escaped(flat[end:])])


def _visible(text: str) -> str:
    return re.sub(r"[^\S\u00a0]+", " ", "".join(c if _shows(c) else " " for c in text))


def _shows(character: str) -> bool:
    return character.isprintable() or character == "\u00a0"


def _harmless(formula: str) -> bool:
    inside = formula[1:-1]
    depths = [0]
    for sign in re.sub(r"[^{}]", "", inside):
        depths.append(depths[-1] + (1 if sign == "{" else -1))
    balanced = min(depths) == depths[-1] == 0
    known = all(map(COMMAND.fullmatch, re.findall(r"\\([A-Za-z]+)", inside)))
    return bool(inside.strip()) and balanced and inside.isascii() and known


def _escaped(text: str) -> str:
    letters: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        base, *marks = list(unicodedata.normalize("NFD", character))
        if character in SPECIAL:
            letters.append(SPECIAL[character])
        elif marks and all(mark in ACCENTS for mark in marks):
            written = SPECIAL.get(base, base).strip("{}")
            for mark in marks:
                written = f"\\{ACCENTS[mark]}{{{written}}}"
            letters.append(f"{{{written}}}")
        else:
            letters.append(character)
    return "".join(letters)
