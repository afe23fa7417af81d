"""What a person types to say which papers are meant, read as an expression that FTS5 takes.

Words, ``"phrases"``, ``AND``, ``OR``, ``NOT``, a leading ``-``, and parentheses. What cannot be
read so is taken as plain words: nothing typed is an error, or an operator by accident.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_QUERY = 1_000
"""Characters of words and operators that are heeded."""

LONGEST_TEXT = 5_000
"""Characters of a pasted text that are heeded."""

WORDS_OF_A_TEXT = 25
"""More words than these, without an operator, are a text that papers are to be like."""

DEEPEST = 20
"""Parentheses inside each other that are read as such."""

OPERATORS = frozenset({"AND", "OR", "NOT"})

_TOKEN = re.compile(
    r'(?P<minus>(?<![^\s(])-(?=[^\s\-)]))|"(?P<phrase>[^"]*)"|(?P<sign>[()])|[^\s"()]+'
)
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'))


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was typed, as it was understood; one of ``expression``, ``text`` and ``problem``."""

    typed: str
    """Without what cannot be seen."""
    reading: str
    """What it asks for, in words."""
    expression: str = ""
    """For FTS5."""
    text: str = ""
    """A text that papers are to be like."""
    problem: str = ""
    """Why nothing can be looked for."""
    words: tuple[str, ...] = ()
    """Words and phrases that papers have to have, or may have."""


def read_query(typed: str) -> Query:
    """Understand what a person typed."""
    seen = " ".join("".join(c if c.isprintable() else " " for c in typed[:LONGEST_TEXT]).split())
    seen = seen.translate(_QUOTES)
    parts = seen.split()
    if not any(map(_is_word, parts)):
        return Query(typed=seen, reading="nothing", problem="There is no word to look for.")
    if len(parts) > WORDS_OF_A_TEXT and not OPERATORS & set(parts) and seen[0] not in '"-(':
        reading = f"papers like a text of {len(parts):,} words"
        return Query(typed=seen, reading=reading, text=seen)
    seen = seen[:LONGEST_QUERY]
    wanted = _read_all(seen) or _All(wanted=_plain_words(seen))
    if not wanted.wanted:
        reading = f"papers {_said(wanted, inside=False)}"
        problem = "It only says what to leave out; add a word that papers have to have."
        return Query(typed=seen, reading=reading, problem=problem)
    words = tuple(dict.fromkeys(_words_of(wanted)))
    unseen = "; signs in words are not looked at" if any(map(_has_signs, words)) else ""
    return Query(
        typed=seen,
        reading=f"papers with {_said(wanted, inside=False)}{unseen}",
        expression=_written(wanted),
        words=words,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """A word or phrase."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Any:
    """One of these at least."""

    wanted: tuple[_Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _All:
    """All of these, and none of those."""

    wanted: tuple[_Node, ...]
    unwanted: tuple[_Node, ...] = ()


_Node = _Words | _Any | _All


class _UnreadableError(Exception):
    """What was typed follows no grammar."""


def _read_all(typed: str) -> _All | None:
    """Read a query; ``None`` if it cannot be read with its operators."""
    if typed.count('"') % 2:
        return None
    tokens = list(_TOKEN.finditer(typed))
    if any(_touches_a_word(typed, token) for token in tokens):
        return None
    try:
        node, end = _any(tokens, 0, 0)
    except _UnreadableError:
        return None
    if end < len(tokens):
        return None
    return node if isinstance(node, _All) else _All(wanted=(node,))


def _touches_a_word(typed: str, token: re.Match[str]) -> bool:
    """Tell whether a quotation mark or a parenthesis stands inside a word: ``a"b``, ``f(x)``."""
    if token["phrase"] is None and token["sign"] is None:
        return False
    before, after = typed[: token.start()][-1:], typed[token.end() :][:1]
    opens = token["phrase"] is not None or token["sign"] == "("
    closes = token["phrase"] is not None or token["sign"] == ")"
    return (opens and _is_word(before)) or (closes and _is_word(after))


def _any(tokens: list[re.Match[str]], at: int, depth: int) -> tuple[_Node, int]:
    """Read what stands between ``OR``, from a token on; return where it ended."""
    if depth > DEEPEST:
        raise _UnreadableError
    node, at = _all(tokens, at, depth)
    choices = [node]
    while at < len(tokens) and tokens[at][0] == "OR":
        node, at = _all(tokens, at + 1, depth)
        choices.append(node)
    if len(choices) == 1:
        return node, at
    if any(isinstance(each, _All) and not each.wanted for each in choices):
        raise _UnreadableError
    return _Any(wanted=tuple(choices)), at


def _all(tokens: list[re.Match[str]], at: int, depth: int) -> tuple[_Node, int]:
    """Read what has to hold together, up to ``OR``, a closing parenthesis or the end."""
    wanted: list[_Node] = []
    unwanted: list[_Node] = []
    joined = True
    while at < len(tokens) and tokens[at][0] not in {"OR", ")"}:
        if tokens[at][0] == "AND":
            if joined:
                raise _UnreadableError
            joined, at = True, at + 1
            continue
        negated = tokens[at][0] == "NOT" or tokens[at]["minus"] is not None
        node, at = _item(tokens, at + negated, depth)
        joined = False
        if isinstance(node, _All) and not node.wanted:
            if negated:
                raise _UnreadableError
            unwanted.extend(node.unwanted)
        elif not isinstance(node, _Words) or _is_word(node.text):
            (unwanted if negated else wanted).append(node)
    if joined or not (wanted or unwanted):
        raise _UnreadableError
    if len(wanted) == 1 and not unwanted:
        return wanted[0], at
    return _All(wanted=tuple(dict.fromkeys(wanted)), unwanted=tuple(dict.fromkeys(unwanted))), at


def _item(tokens: list[re.Match[str]], at: int, depth: int) -> tuple[_Node, int]:
    """Read a word, a phrase, or what stands in parentheses."""
    if at >= len(tokens) or tokens[at][0] in OPERATORS | {")"} or tokens[at]["minus"]:
        raise _UnreadableError
    if tokens[at][0] != "(":
        text = tokens[at]["phrase"]
        return _Words(" ".join((tokens[at][0] if text is None else text).split())), at + 1
    node, at = _any(tokens, at + 1, depth + 1)
    if at >= len(tokens):
        raise _UnreadableError
    return node, at + 1


def _plain_words(typed: str) -> tuple[_Node, ...]:
    """Take every word as one to look for."""
    words = re.split(r'[\s"()]+', typed)
    return tuple(_Words(word) for word in dict.fromkeys(words) if _is_word(word))


def _is_word(text: str) -> bool:
    """Tell whether the index has something to look for: a letter or a digit."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)


def _has_signs(text: str) -> bool:
    """Tell whether the index sees less than what was typed."""
    return any(unicodedata.category(c)[0] in "PS" and c not in "-'" for c in text)


def _written(node: _Node) -> str:
    """Write for FTS5; every word is quoted, so that none is an operator."""
    if isinstance(node, _Words):
        clean = node.text.encode(errors="replace").decode().replace('"', '""')
        return f'"{clean}"'
    if isinstance(node, _Any):
        return f"({' OR '.join(map(_written, node.wanted))})"
    wanted = f"({' AND '.join(map(_written, node.wanted))})"
    if not node.unwanted:
        return wanted
    return f"({wanted} NOT ({' OR '.join(map(_written, node.unwanted))}))"


def _said(node: _Node, *, inside: bool = True) -> str:
    """Say in words what a query asks for."""
    if isinstance(node, _Words):
        return f"“{node.text}”"
    if len(node.wanted) == 1 and not (isinstance(node, _All) and node.unwanted):
        return _said(node.wanted[0], inside=inside)
    if isinstance(node, _Any):
        said = " or ".join(map(_said, node.wanted))
    else:
        without = " or ".join(map(_said, node.unwanted))
        said = " and ".join(map(_said, node.wanted))
        said += f"{' and ' if said else ''}without {without}" if without else ""
    return f"({said})" if inside else said


def _words_of(node: _Node) -> list[str]:
    if isinstance(node, _Words):
        return [node.text]
    return [word for each in node.wanted for word in _words_of(each)]
