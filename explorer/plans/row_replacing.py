"""Rows of a backup, put in the place of those of a store, in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.plans.flag_ledger import add_entries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    Tables = Mapping[str, list[dict[str, Any]]]


def replace_rows(connection: Connection, rows: Tables) -> None:
    """Put rows in the place of all there are; only what says whose store it is stays.

    The ledger of flags is added to: none that is here is lost, and none is entered twice.
    A rung that differs from the one of its number gets a version above both.
    """
    from explorer.plans import schema

    kept = (schema.meta, schema.flags)
    tables = [table for table in schema.metadata.sorted_tables if table not in kept]
    present = {
        table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
        for table in tables
    }
    wanted = {**rows, schema.rungs.name: _with_versions(rows, present)}
    for table in reversed(tables):
        connection.execute(table.delete())
    for table in tables:
        if wanted[table.name]:
            connection.execute(table.insert(), wanted[table.name])
    add_entries(connection, rows[schema.flags.name])


def raise_sequences(connection: Connection, sequences: Mapping[str, int]) -> None:
    """See to it that no number given before, in either store, is given again."""
    from sqlalchemy import text

    for name, number in sequences.items():
        values = {"name": name, "number": number}
        raised = text("UPDATE sqlite_sequence SET seq = max(seq, :number) WHERE name = :name")
        if not connection.execute(raised, values).rowcount:
            added = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)")
            connection.execute(added, values)


def _with_versions(rows: Tables, present: Tables) -> list[dict[str, Any]]:
    here, cited, cited_here = _by_number(present["rungs"]), _cited(rows), _cited(present)
    versioned = []
    for row in rows["rungs"]:
        number, version = row["id"], row["version"]
        if number in here:
            newest = max(version, here[number]["version"])
            same = row == {**here[number], "version": version}
            same = same and cited.get(number) == cited_here.get(number)
            version = newest if same else newest + 1
        versioned.append({**row, "version": version})
    return versioned


def _by_number(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in rows}


def _cited(tables: Tables) -> dict[int, list[dict[str, Any]]]:
    """Group the papers of rungs, in their order."""
    groups: dict[int, list[dict[str, Any]]] = {}
    for row in sorted(tables["rung_papers"], key=lambda row: row["position"]):
        groups.setdefault(row["rung"], []).append(row)
    return groups
