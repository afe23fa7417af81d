"""Rungs as a CSV that issue trackers import: ``title`` and ``description``, one row a rung.

A spreadsheet takes a cell for a formula by its first character. Here no cell begins with typed
text: a title begins with the number of its rung, a description with its hours; so nothing has to be
put before what was typed. In descriptions, what a tracker would obey or send (a command at the
start of a line, the name of an account) is kept from being read so, and looks as it was written.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from explorer.plans.exports.kept import Kept, rung_days
from explorer.plans.markdown import inline, rung_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from explorer.plans.records import Rung

LONGEST_TITLE, LONGEST_BODY = 255, 65_000
"""Characters that both GitLab and GitHub take."""
JOINER = "\N{WORD JOINER}"
"""Invisible and without width."""
MENTION = re.compile(r"(?<![\w/.@])@(?=\w)")
COMMAND = re.compile(r"^(?=/\w)", re.MULTILINE)
CUT = "\n\nCut here, because a tracker takes no more; the plan has the rest."


def plans_issues(kept: Sequence[Kept]) -> bytes:
    """Write the rungs of plans as rows of ``title`` and ``description`` (Markdown), in order."""
    file = io.StringIO()
    table = csv.writer(file, quoting=csv.QUOTE_ALL)
    table.writerow(("title", "description"))
    for each in kept:
        for rung, start, end in rung_days(each.plan):
            title = _title(rung)
            table.writerow((_shortened(title), _description(each, rung, title, start, end)))
    return file.getvalue().encode()


def _title(rung: Rung) -> str:
    flat = " ".join("".join(c if c.isprintable() else " " for c in rung.title).split())
    return f"{rung.position}. {rung.kind.capitalize()}: {flat or 'untitled'}"


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _description(kept: Kept, rung: Rung, title: str, start: date, end: date) -> str:
    linked = kept.niche.kind == "real"
    pace = f"From {start} to {end} at {kept.plan.hours_per_week:.3g} hours a week."
    blocks = [
        f"{pace} Plan: {inline(kept.plan.title) or 'untitled'}.",
        *([inline(title)] if len(title) > LONGEST_TITLE else []),
        *rung_blocks(rung, linked=linked),
    ]
    text = COMMAND.sub(r"\\", MENTION.sub(f"@{JOINER}", "\n\n".join(blocks)))
    return text if len(text) <= LONGEST_BODY else text[: LONGEST_BODY - len(CUT)] + CUT
