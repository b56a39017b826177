"""Matches that others may not know of yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "withheld",
        sa.Column("match", sa.String(length=22), nullable=False),
        sa.Column("who", sa.String(length=48), nullable=False),
        sa.Column("game", sa.String(length=20), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("mu", sa.Float(), nullable=True),
        sa.Column("sigma", sa.Float(), nullable=True),
        sa.Column("matches", sa.Integer(), nullable=True),
        sa.Column("won", sa.Integer(), nullable=True),
        sa.Column("drawn", sa.Integer(), nullable=True),
        sa.Column("lost", sa.Integer(), nullable=True),
        sa.Column("streak", sa.Integer(), nullable=True),
        sa.Column("best_streak", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["match"], ["matches.id"], name=op.f("fk_withheld_match")),
        sa.PrimaryKeyConstraint("match", "who", name=op.f("pk_withheld")),
    )
    with op.batch_alter_table("withheld") as batch:
        batch.create_index(batch.f("ix_withheld_until"), ["until"], unique=False)
