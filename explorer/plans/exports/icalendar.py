"""Plans as iCalendar (RFC 5545): every rung an event over the days that its hours take.

The events do not block time. A rung keeps its identifier, so that a calendar which takes the file
again moves its events instead of doubling them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from explorer.plans.exports.kept import Kept, rung_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.plans.records import Rung

WIDEST = 75
"""Octets of a line."""
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
DETAILS = (("", "problem"), ("Milestones", "milestones"), ("Done when", "done_when"))
"""Heading and field of what an event says of its rung."""


def plans_icalendar(kept: Sequence[Kept]) -> bytes:
    """Write the rungs of plans as the events of one calendar."""
    title = kept[0].plan.title if len(kept) == 1 else "Research plans"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Research Direction Explorer//Plans//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title)}",
    ]
    for each in kept:
        for rung, start, end in rung_days(each.plan):
            lines += _event(each, rung, start, end)
    lines.append("END:VCALENDAR")
    return "".join(piece for line in lines for piece in _folded(line)).encode()


def _event(kept: Kept, rung: Rung, start: date, end: date) -> Iterator[str]:
    done = "Done: " if rung.state == "done" else ""
    title = f"{done}{rung.position}. {rung.kind.capitalize()}: {rung.title.strip() or 'untitled'}"
    changed = _moment(kept.plan.updated)
    yield "BEGIN:VEVENT"
    yield f"UID:{_identifier(kept, rung)}@research-direction-explorer"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"DTSTART;VALUE=DATE:{_day(start)}"
    # Without an end, an event takes one day: the last that there is has no day after it.
    if start < date.max:
        yield f"DTEND;VALUE=DATE:{_day(max(end, start + timedelta(days=1)))}"
    yield f"SUMMARY:{_text(' '.join(title.split()))}"
    yield f"DESCRIPTION:{_text(_description(kept, rung))}"
    yield f"STATUS:{'TENTATIVE' if rung.state == 'planned' else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(kept: Kept, rung: Rung) -> str:
    blocks = [f"{rung.hours:,g} hours at {kept.plan.hours_per_week:.3g} a week, {rung.state}."]
    for heading, field in DETAILS:
        text = getattr(rung, field).strip()
        blocks += [f"{heading}:\n{text}" if heading else text] if text else []
    if rung.papers:
        real = kept.niche.kind == "real"
        lines = [
            f"{paper.title or paper.arxiv_id}"
            + (f" https://arxiv.org/abs/{paper.arxiv_id}" if real else f" ({paper.arxiv_id})")
            for paper in rung.papers
        ]
        blocks.append("\n".join(["Papers:" if real else "Papers, invented:", *lines]))
    return "\n\n".join(blocks)


def _identifier(kept: Kept, rung: Rung) -> str:
    facts = (kept.niche.niche_id, kept.plan.created.isoformat(), str(rung.position))
    return sha256("\0".join(facts).encode()).hexdigest()[:32]


def _text(text: str) -> str:
    """Escape a text; what cannot be seen is left out, and every line break is one."""
    broken = re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return UNSEEN.sub("", broken).translate(ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Break a line where it would grow too wide, never inside a character."""
    piece, width = "", 0
    for character in line:
        octets = len(character.encode())
        if width + octets > WIDEST:
            yield f"{piece}\r\n"
            piece, width = " ", 1
        piece += character
        width += octets
    yield f"{piece}\r\n"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _moment(when: datetime) -> str:
    utc = when.astimezone(UTC)
    return f"{_day(utc.date())}T{utc:%H%M%S}Z"
