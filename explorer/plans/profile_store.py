"""The profile in ``user.sqlite``: one for each store, and none until something was said."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from explorer.errors import BadProfileError, ProfileChangedError
from explorer.plans.plan_store import stamp
from explorer.plans.profile import Profile, clean_profile
from explorer.plans.profile_json import parts_of, profile_of
from explorer.plans.user_store import reading, writing

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

CHANGED = "changed"


def read_profile(url_or_path: str | Path) -> Profile:
    """Read the profile; an empty one where nothing was said.

    Raises
    ------
    BadProfileError
        If what is stored is no profile.
    """
    with reading(url_or_path) as connection:
        return Profile() if connection is None else _read(connection)


def save_profile(
    url_or_path: str | Path,
    profile: Profile,
    *,
    now: datetime,
    opened: datetime | None = None,
) -> Profile:
    """Keep a profile in the place of the one before, and return it as stored.

    Parameters
    ----------
    now : datetime
        When the person said so; deadlines before it are refused, but for those already kept.
    opened : datetime, optional
        ``changed`` of the profile that the person was looking at.

    Raises
    ------
    BadProfileError, BadHoursError
        If a part cannot be kept; nothing is changed then.
    ProfileChangedError
        If it was changed since ``opened``. The same saved twice is no conflict.
    """
    from explorer.plans import schema

    with writing(url_or_path) as connection:
        stored = _read(connection)
        wanted = clean_profile(profile, today=now.date(), known=stored.deadlines)
        if replace(wanted, changed=stored.changed) == stored:
            return stored
        if stored.changed != opened and not stored.is_empty:
            raise ProfileChangedError(changed=f"{stored.changed:%Y-%m-%d %H:%M} UTC")
        connection.execute(schema.profile.delete())
        parts = {**parts_of(wanted), CHANGED: stamp(now)}
        rows = [
            {"part": part, "content": json.dumps(content, ensure_ascii=False)}
            for part, content in parts.items()
        ]
        connection.execute(schema.profile.insert(), rows)
        return _read(connection)


def remove_profile(url_or_path: str | Path) -> None:
    """Forget all that the person said of themselves."""
    from explorer.plans import schema

    with reading(url_or_path) as connection:
        if connection is None:
            return
    with writing(url_or_path) as connection:
        connection.execute(schema.profile.delete())


def _read(connection: Connection) -> Profile:
    from explorer.plans import schema

    query = schema.profile.select().order_by(schema.profile.c.part)
    rows = connection.execute(query).mappings().all()
    try:
        parts = {row["part"]: json.loads(row["content"]) for row in rows}
        changed = parts.pop(CHANGED, None)
        profile = clean_profile(profile_of(parts))
        when = None if changed is None else datetime.fromisoformat(changed).astimezone(UTC)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadProfileError(part="what is stored", reason="it is damaged") from error
    return replace(profile, changed=when)
