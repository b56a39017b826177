"""The migrations of the people's schema, the same for SQLite and PostgreSQL, and how they are applied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select

from server.people import tables

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

# A test compares it with the newest file in `versions`. A database that is new, or up to date, needs no alembic, whose
# import takes longer than all else at the start. Another test compares tables made at once with those made by steps.
NEWEST: Final = "0002"
_VERSION: Final = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32)),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


class TooNewError(Exception):
    """The database was made by a later version of the program."""


def bring_up(connection: Connection) -> None:
    """Apply all migrations that the database lacks. Raises TooNewError."""
    version = version_of(connection)
    if version is None:
        _make_newest(connection)
    elif version != NEWEST:
        _upgrade(connection, version)


def _make_newest(connection: Connection) -> None:
    """Create all tables of an empty database as they are after all migrations."""
    tables.metadata.create_all(connection)
    _VERSION.create(connection)
    connection.execute(insert(_VERSION).values(version_num=NEWEST))


def _upgrade(connection: Connection, version: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = configured(connection)
    try:
        ScriptDirectory.from_config(config).get_revision(version)
    except CommandError as error:
        raise TooNewError(version) from error
    command.upgrade(config, "head")


def configured(connection: Connection) -> Config:
    """The configuration for alembic's own commands on this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def version_of(connection: Connection) -> str | None:
    """The last migration that was applied; None if there is none."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    found: str | None = connection.scalar(select(_VERSION.c.version_num))
    return found
