"""Run by alembic for each migration. The server passes its connection; developers pass `-x url=`.

To make a new migration, from a database that has all earlier ones: `alembic -x url=sqlite:///people.sqlite revision
--autogenerate -m "what changes" --rev-id 0002`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context
from sqlalchemy import create_engine

from server.people.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection


def _run(connection: Connection) -> None:
    # SQLite can change little of a table, so a batch makes a new one.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


if (given := context.config.attributes.get("connection")) is not None:
    _run(given)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as begun:
        _run(begun)
