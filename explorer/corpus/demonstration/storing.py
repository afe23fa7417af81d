"""The demonstration corpus into a store; ``python -m`` this module takes the path of one.

Inventing papers takes as long as importing what analyses them; in a process of its own, the two
happen at once.
"""

from __future__ import annotations

import sys
from pathlib import Path

from explorer.corpus.demonstration.making import make_demonstration
from explorer.corpus.merging import merge_papers
from explorer.corpus.store import writing


def store_demonstration(store: Path) -> None:
    """Invent the papers of the demonstration and keep them.

    Raises
    ------
    StoreError
        As `writing` does.
    """
    with writing(store, kind="demonstration") as connection:
        merge_papers(connection, make_demonstration().papers)


if __name__ == "__main__":
    store_demonstration(Path(sys.argv[1]))
