"""Titles and abstracts as one long row of numbered words.

Every later step that counts words (terms, names, growth of terms) reads this row instead of the
text, so the text is split once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from explorer.corpus.progress import Progress, silent

BREAK = "\x01"
"""Stands where a phrase cannot go on: punctuation, formulas, the end of a title or abstract."""

MAX_WORDS = 4_000
"""Words read of one paper: the longest real abstracts have under a thousand."""

_ACCENT = re.compile(rb"\{?\\(?:[\"'`^~=.]\s?\{?|[uvhcdbkr]\{)([a-z])\}*")
_FORMULA = re.compile(rb"\$[^$]{0,300}\$|\\[a-z]+|https?://\S+|cid:\d+")
_PUNCTUATION = b'.,;:()[]!?"|/=<>+*\x01'
_DASHES = dict.fromkeys(range(0x2010, 0x2015), "-") | {0x2212: "-"}
_KEEP = bytes(
    c if chr(c).isalnum() and c < 128 else 1 if c in _PUNCTUATION else 32 for c in range(256)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The words of a corpus, in order."""

    words: list[str]
    """Distinct words as written, lower case; ``words[0]`` is ``BREAK``."""
    ids: np.ndarray
    """int32 of shape (n_tokens,): indices into ``words``, paper after paper."""
    starts: np.ndarray
    """int64 of shape (n_papers + 1,): where each paper begins in ``ids``."""
    title_ends: np.ndarray
    """int64 of shape (n_papers,): where each paper's abstract begins in ``ids``."""

    @property
    def n_papers(self) -> int:
        """Number of papers."""
        return len(self.title_ends)

    def paper_of_token(self) -> np.ndarray:
        """Return the paper of each token, int32 of shape (n_tokens,)."""
        papers = np.arange(self.n_papers, dtype=np.int32)
        return np.repeat(papers, np.diff(self.starts))

    def in_title(self) -> np.ndarray:
        """Tell for each token whether it stands in a title, bool of shape (n_tokens,)."""
        return np.arange(len(self.ids)) < np.repeat(self.title_ends, np.diff(self.starts))


def tokenize(
    titles: Sequence[str],
    abstracts: Sequence[str],
    *,
    executor: Executor | None = None,
    block: int = 10_000,
    progress: Progress = silent,
) -> Tokens:
    """Split papers into words, on blocks of ``block`` papers that ``executor`` may share out.

    A word is a run of ASCII letters and digits after accents are dropped and case is folded, so
    ``Bayes-optimal`` is two words in one phrase. Formulas and addresses are breaks.
    """
    spans = range(0, len(titles), block)
    arguments = [titles[i : i + block] for i in spans], [abstracts[i : i + block] for i in spans]
    run = executor.map if executor else map
    parts = []
    for done, part in enumerate(run(_tokenize_block, *arguments), start=1):
        parts.append(part)
        progress("Splitting abstracts into words", min(done * block, len(titles)), len(titles))
    return _join(parts)


def _split(text: str) -> list[bytes]:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_DASHES))
    raw = text.lower().encode("ascii", "ignore")
    if b"$" in raw or b"\\" in raw or b"http" in raw or b"cid:" in raw:
        raw = _FORMULA.sub(b"\x01", _ACCENT.sub(rb"\1", raw))
    return raw.translate(_KEEP).replace(b"\x01", b" \x01 ").split()


def _tokenize_block(
    titles: Sequence[str], abstracts: Sequence[str]
) -> tuple[list[bytes], np.ndarray, np.ndarray, np.ndarray]:
    """Return the block's words, token ids, and the length of each title and each paper."""
    index: defaultdict[bytes, int] = defaultdict()
    index.default_factory = index.__len__
    end = BREAK.encode()
    number = index.__getitem__
    ids: list[int] = [number(end)]
    title_lengths, lengths = [], []
    for title, abstract in zip(titles, abstracts, strict=True):
        head = [*_split(title)[:MAX_WORDS], end]
        body = [*_split(abstract)[:MAX_WORDS], end]
        ids.extend(map(number, head))
        ids.extend(map(number, body))
        title_lengths.append(len(head))
        lengths.append(len(head) + len(body))
    return (
        list(index),
        np.array(ids[1:], dtype=np.int32),
        np.array(title_lengths, dtype=np.int64),
        np.array(lengths, dtype=np.int64),
    )


def _join(parts: list[tuple[list[bytes], np.ndarray, np.ndarray, np.ndarray]]) -> Tokens:
    index: dict[bytes, int] = {BREAK.encode(): 0}
    ids = []
    for words, block_ids, _, _ in parts:
        renumber = np.array([index.setdefault(word, len(index)) for word in words], dtype=np.int32)
        ids.append(renumber[block_ids])
    lengths = np.concatenate([part[3] for part in parts] or [np.empty(0, dtype=np.int64)])
    titles = np.concatenate([part[2] for part in parts] or [np.empty(0, dtype=np.int64)])
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Tokens(
        words=[word.decode() for word in index],
        ids=np.concatenate(ids or [np.empty(0, dtype=np.int32)]),
        starts=starts,
        title_ends=starts[:-1] + titles,
    )
