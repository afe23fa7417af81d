"""What was read out of the texts of papers, kept so that each text is read once.

One file, ``texts.npz``, holds the words, cues and authors of the papers of the newest analysis that
read any, by what the papers say. It only saves time: papers that are new or changed are read, and
all papers are where there is no such file, or another version of the code made it.
"""

from __future__ import annotations

import hashlib
import inspect
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from explorer.corpus.progress import Progress, silent

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import numpy as np
    import pandas as pd

    from explorer.topics.tokens import Tokens
    from explorer.trends.field import Signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What the texts of some papers say, in the order of the papers."""

    hashes: np.ndarray
    """uint64 of shape (n_papers,), as from ``paper_hashes``."""
    tokens: Tokens
    signs: Signs


def read_texts(
    path: Path,
    papers: pd.DataFrame,
    hashes: np.ndarray,
    *,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Texts:
    """Read the texts of papers, those that the file knows out of it, and keep them all in it.

    Parameters
    ----------
    path : Path
        The file; it need not exist.
    papers : DataFrame
        Of the scope, sorted by id.
    hashes : ndarray of shape (n_papers,), uint64
        As from ``paper_hashes``.
    """
    import numpy as np

    kept = _kept(path)
    texts = texts_among(kept, papers, hashes, executor=executor, progress=progress)
    if kept is None or not np.isin(hashes, kept.hashes).all():
        with suppress(OSError):  # without it, the next analysis takes longer
            _keep(path, texts)
    return texts


def texts_among(
    kept: Texts | None,
    papers: pd.DataFrame,
    hashes: np.ndarray,
    *,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Texts:
    """Take what papers say out of what others say, as if they alone were read; read the rest."""
    import numpy as np

    if kept is None:
        return _read(papers, hashes, executor, progress)
    if np.array_equal(kept.hashes, hashes):
        return kept
    by_hash = np.argsort(kept.hashes, kind="stable")
    place = np.searchsorted(kept.hashes[by_hash], hashes)
    row = np.append(by_hash, -1)[place]
    known = np.append(kept.hashes, np.uint64(0))[row] == hashes
    fresh = _read(papers[~known], hashes[~known], executor, progress)
    row[~known] = len(kept.hashes) + np.arange(len(fresh.hashes))
    return _joined(kept, fresh, row)


def words_at(tokens: Tokens, row: np.ndarray) -> Tokens:
    """Take papers out of others, by their rows, as if they alone had been split into words."""
    from explorer.topics.tokens import tokenize

    return _joined_tokens(tokens, tokenize([], []), row)


def _read(
    papers: pd.DataFrame, hashes: np.ndarray, executor: Executor | None, progress: Progress
) -> Texts:
    from concurrent.futures import ThreadPoolExecutor

    from explorer.topics.tokens import tokenize
    from explorer.trends.field import read_signs

    with ThreadPoolExecutor(1) as beside:
        signs = beside.submit(read_signs, papers, executor=executor)
        tokens = tokenize(papers["title"], papers["abstract"], executor=executor, progress=progress)
        return Texts(hashes=hashes, tokens=tokens, signs=signs.result())


def _joined(kept: Texts, fresh: Texts, row: np.ndarray) -> Texts:
    """Take papers out of two sets, in the order of their rows in the first and then the second."""
    import numpy as np

    from explorer.corpus.numbered_rows import begins_of, by_first_use, gathered, one_list
    from explorer.trends.authorship import Authorships
    from explorer.trends.field import Signs

    old, new = kept.signs, fresh.signs
    author, names = one_list(old.authorships.author, old.names, new.authorships.author, new.names)
    team = np.concatenate([old.authorships.team, new.authorships.team])
    slots = [each.authorships.slots_of_papers() for each in (old, new)]
    author, starts = gathered(author, begins_of(np.concatenate(slots)), row)
    author, names = by_first_use(author, names)
    return Texts(
        hashes=np.concatenate([kept.hashes, fresh.hashes])[row],
        tokens=_joined_tokens(kept.tokens, fresh.tokens, row),
        signs=Signs(
            authorships=Authorships(
                paper=np.repeat(np.arange(len(row)), np.diff(starts)),
                author=author.astype(np.int64),
                team=team[row],
            ),
            names=names,
            is_open=np.concatenate([old.is_open, new.is_open])[row],
            is_heavy=np.concatenate([old.is_heavy, new.is_heavy])[row],
            is_survey=np.concatenate([old.is_survey, new.is_survey])[row],
        ),
    )


def _joined_tokens(kept: Tokens, fresh: Tokens, row: np.ndarray) -> Tokens:
    import numpy as np

    from explorer.corpus.numbered_rows import begins_of, by_first_use, gathered, one_list
    from explorer.topics.tokens import Tokens

    ids, words = one_list(kept.ids, kept.words, fresh.ids, fresh.words)
    lengths = np.concatenate([np.diff(kept.starts), np.diff(fresh.starts)])
    titles = np.concatenate(
        [kept.title_ends - kept.starts[:-1], fresh.title_ends - fresh.starts[:-1]]
    )
    ids, starts = gathered(ids, begins_of(lengths), row)
    ids, words = by_first_use(ids, words, always=1)
    return Tokens(words=words, ids=ids, starts=starts, title_ends=starts[:-1] + titles[row])


def _keep(path: Path, texts: Texts) -> None:
    """Write the file aside and put it in place, for another process may be reading it."""
    import numpy as np

    tokens, signs = texts.tokens, texts.signs
    arrays: dict[str, Any] = {
        "code": np.array(_code()),
        "hashes": texts.hashes,
        "words": _as_bytes(tokens.words),
        "ids": tokens.ids,
        "starts": tokens.starts,
        "title_ends": tokens.title_ends,
        "names": _as_bytes(signs.names),
        "author": signs.authorships.author.astype(np.int32),
        "slots": signs.authorships.slots_of_papers(),
        "team": signs.authorships.team,
        "is_open": signs.is_open,
        "is_heavy": signs.is_heavy,
        "is_survey": signs.is_survey,
    }
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        aside = Path(file.name)
        try:
            np.savez(file, **arrays)
            file.close()
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


def _kept(path: Path) -> Texts | None:
    """Read the file; ``None`` if there is none that can be used."""
    from zipfile import BadZipFile

    import numpy as np

    from explorer.topics.tokens import Tokens
    from explorer.trends.authorship import Authorships
    from explorer.trends.field import Signs

    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            if str(file["code"]) != _code():
                return None
            arrays = {name: file[name] for name in file.files}
        slots, author = arrays["slots"], arrays["author"].astype(np.int64)
        return Texts(
            hashes=arrays["hashes"],
            tokens=Tokens(
                words=_as_texts(arrays["words"]),
                **{name: arrays[name] for name in ("ids", "starts", "title_ends")},
            ),
            signs=Signs(
                authorships=Authorships(
                    paper=np.repeat(np.arange(len(slots)), slots),
                    author=author,
                    team=arrays["team"],
                ),
                names=_as_texts(arrays["names"]),
                **{name: arrays[name] for name in ("is_open", "is_heavy", "is_survey")},
            ),
        )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def _as_bytes(words: list[str]) -> np.ndarray:
    import numpy as np

    return np.frombuffer("\n".join(words).encode(errors="surrogatepass"), dtype=np.uint8)


def _as_texts(joined: np.ndarray) -> list[str]:
    text = joined.tobytes().decode(errors="surrogatepass")
    return text.split("\n") if text else []


@cache
def _code() -> str:
    """Tell one version of what reads texts from another."""
    from unicodedata import unidata_version

    from explorer.corpus import accents, names
    from explorer.topics import tokens
    from explorer.trends import authorship, cues, field

    sources = [inspect.getsource(each) for each in (accents, names, tokens, authorship, cues)]
    text = "".join([unidata_version, *sources, inspect.getsource(field.read_signs)])
    return hashlib.sha256(text.encode()).hexdigest()
