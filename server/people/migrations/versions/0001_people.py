"""People, their keys and sessions; matches, ratings, pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "matches",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("room", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("game", sa.String(length=20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("rated", sa.Boolean(), nullable=False),
        sa.Column("games", sa.Text(), server_default="[]", nullable=False),
        sa.Column("replay", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sa.UniqueConstraint("room", "number", name=op.f("uq_matches_room_number")),
    )
    with op.batch_alter_table("matches") as batch:
        batch.create_index(batch.f("ix_matches_at"), ["at"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("username_key", sa.String(length=64), nullable=True),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=64), server_default="", nullable=False),
        sa.Column("picture", sa.String(length=80), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("banned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("merged_into", sa.String(length=22), nullable=True),
        sa.CheckConstraint("(username IS NULL) = (password IS NULL)", name=op.f("ck_people_password")),
        sa.CheckConstraint("(username IS NULL) = (username_key IS NULL)", name=op.f("ck_people_username")),
        sa.ForeignKeyConstraint(["merged_into"], ["people.id"], name=op.f("fk_people_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("username_key", name=op.f("uq_people_username_key")),
    )
    op.create_table(
        "pictures",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_pictures")),
    )
    op.create_table(
        "ratings",
        sa.Column("who", sa.String(length=48), nullable=False),
        sa.Column("game", sa.String(length=20), nullable=False),
        sa.Column("mu", sa.Float(), nullable=False),
        sa.Column("sigma", sa.Float(), nullable=False),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("best_streak", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("who", "game", name=op.f("pk_ratings")),
    )
    with op.batch_alter_table("ratings") as batch:
        batch.create_index(batch.f("ix_ratings_game_mu"), ["game", "mu"], unique=False)

    op.create_table(
        "weeks",
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("game", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=48), nullable=False),
        sa.Column("mu", sa.Float(), nullable=False),
        sa.Column("sigma", sa.Float(), nullable=False),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "game", "who", name=op.f("pk_weeks")),
    )
    with op.batch_alter_table("weeks") as batch:
        batch.create_index(batch.f("ix_weeks_week_game_mu"), ["week", "game", "mu"], unique=False)

    op.create_table(
        "blocks",
        sa.Column("person", sa.String(length=22), nullable=False),
        sa.Column("blocked", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["blocked"], ["people.id"], name=op.f("fk_blocks_blocked")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_blocks_person")),
        sa.PrimaryKeyConstraint("person", "blocked", name=op.f("pk_blocks")),
    )
    op.create_table(
        "guest_keys",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_guest_keys_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_guest_keys")),
    )
    with op.batch_alter_table("guest_keys") as batch:
        batch.create_index(batch.f("ix_guest_keys_person"), ["person"], unique=False)

    op.create_table(
        "match_players",
        sa.Column("match", sa.String(length=22), nullable=False),
        sa.Column("pid", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=22), nullable=True),
        sa.Column("bot", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=5), nullable=False),
        sa.Column("rating_before", sa.Integer(), nullable=True),
        sa.Column("rating_after", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("result IN ('won', 'drawn', 'lost')", name=op.f("ck_match_players_result")),
        sa.ForeignKeyConstraint(["match"], ["matches.id"], name=op.f("fk_match_players_match")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_match_players_person")),
        sa.PrimaryKeyConstraint("match", "pid", name=op.f("pk_match_players")),
    )
    with op.batch_alter_table("match_players") as batch:
        batch.create_index(batch.f("ix_match_players_person_at"), ["person", "at"], unique=False)

    op.create_table(
        "match_upgrades",
        sa.Column("match", sa.String(length=22), nullable=False),
        sa.Column("pid", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("upgrade", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=22), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("games", sa.Integer(), nullable=False),
        sa.Column("won_games", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["match"], ["matches.id"], name=op.f("fk_match_upgrades_match")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_match_upgrades_person")),
        sa.PrimaryKeyConstraint("match", "pid", "upgrade", name=op.f("pk_match_upgrades")),
    )
    with op.batch_alter_table("match_upgrades") as batch:
        batch.create_index(batch.f("ix_match_upgrades_person_upgrade"), ["person", "upgrade"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_sessions_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions") as batch:
        batch.create_index(batch.f("ix_sessions_expires_at"), ["expires_at"], unique=False)
        batch.create_index(batch.f("ix_sessions_person"), ["person"], unique=False)
