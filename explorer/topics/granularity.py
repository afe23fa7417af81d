"""How finely papers are split: three sizes of niches with names, or any number within limits."""

from __future__ import annotations

GRANULARITIES = {"coarse": 240, "usual": 120, "fine": 75}
"""Papers per niche, on average. On 120,000 papers these gave 544, 959 and 1,369 niches."""

USUAL = GRANULARITIES["usual"]

LEAST, MOST = 20, 5_000
"""Papers per niche that can be asked for."""


def read_granularity(text: str) -> int:
    """Read ``coarse``, ``usual``, ``fine``, or a number of papers per niche.

    Raises
    ------
    ValueError
        If it is none of them; the message says what can be asked for.
    """
    wanted = text.strip().lower()
    if wanted in GRANULARITIES:
        return GRANULARITIES[wanted]
    if wanted.isdecimal() and len(wanted) <= 9 and LEAST <= int(wanted) <= MOST:
        return int(wanted)
    names = ", ".join(GRANULARITIES)
    message = f"{text!r} is none of {names}, and not a number from {LEAST} to {MOST:,}"
    raise ValueError(message)


def granularity_name(papers_per_niche: int) -> str:
    """Name a number of papers per niche, if it has a name; else empty."""
    return next((name for name, size in GRANULARITIES.items() if size == papers_per_niche), "")
