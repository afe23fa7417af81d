"""Titles and abstracts as one long row of numbered words.

Every later step that counts words (terms, names, growth of terms) reads this row instead of the
text, so the text is split once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from explorer.corpus.blocks import on_blocks
from explorer.corpus.progress import Progress, silent

BREAK = "\x01"
"""Stands where a phrase cannot go on: punctuation, formulas, the end of a title or abstract."""

BLOCK = 10_000
"""Papers that are worked on at a time."""

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

    def blocks(self, size: int = BLOCK) -> Iterator[Tokens]:
        """Yield the papers in blocks of ``size``; no papers are one empty block.

        The words, which keep their numbers, are left out, so that a block is quick to send.
        """
        for first in range(0, max(self.n_papers, 1), size):
            starts = self.starts[first : first + size + 1]
            begin, end = int(starts[0]), int(starts[-1])
            yield replace(
                self,
                words=[],
                ids=self.ids[begin:end],
                starts=starts - begin,
                title_ends=self.title_ends[first : first + size] - begin,
            )

    def paper_of_token(self) -> np.ndarray:
        """Return the paper of each token, int32 of shape (n_tokens,)."""
        papers = np.arange(self.n_papers, dtype=np.int32)
        return np.repeat(papers, np.diff(self.starts))

    def in_title(self) -> np.ndarray:
        """Tell for each token whether it stands in a title, bool of shape (n_tokens,)."""
        in_each = np.column_stack(
            [self.title_ends - self.starts[:-1], self.starts[1:] - self.title_ends]
        )
        return np.repeat(np.tile([True, False], self.n_papers), in_each.ravel())


Texts = Sequence[str] | pd.Series
"""A column of texts; of a table's, only a block at a time is made into texts of Python's."""


def tokenize(
    titles: Texts,
    abstracts: Texts,
    *,
    executor: Executor | None = None,
    block: int = BLOCK,
    progress: Progress = silent,
) -> Tokens:
    """Split papers into words, on blocks of ``block`` papers that ``executor`` may share out.

    A word is a run of ASCII letters and digits after accents are dropped and case is folded, so
    ``Bayes-optimal`` is two words in one phrase. Formulas and addresses are breaks.
    """
    n_papers = len(titles)
    arguments = (_blocks_of(column, n_papers, block) for column in (titles, abstracts))
    index: dict[bytes, int] = {BREAK.encode(): 0}
    ids, title_lengths, lengths = [], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    parts = on_blocks(_tokenize_block, *arguments, executor=executor)
    for done, (words, numbers, in_titles, in_all) in enumerate(parts, start=1):
        renumber = np.array([index.setdefault(word, len(index)) for word in words], dtype=np.int32)
        ids.append(renumber[numbers])
        title_lengths.append(in_titles)
        lengths.append(in_all)
        progress("Splitting abstracts into words", min(done * block, n_papers), n_papers)
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64)
    return Tokens(
        words=[word.decode() for word in index],
        ids=np.concatenate(ids or [np.empty(0, dtype=np.int32)]),
        starts=starts,
        title_ends=starts[:-1] + np.concatenate(title_lengths),
    )


def _blocks_of(column: Texts, n_papers: int, block: int) -> Iterator[list[str]]:
    for first in range(0, n_papers, block):
        part = column[first : first + block]
        yield part.tolist() if isinstance(part, pd.Series) else list(part)


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
