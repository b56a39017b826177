"""All tables. Times are whole ms since 1970, UTC. All constraints have names, so that migrations can change them.

A change here needs a new migration in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

# 128 random bits in base64url.
ID: Final = String(22)
HASH: Final = LargeBinary(32)
NAME: Final = String(64)
PICTURE: Final = String(80)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

people: Final = Table(
    "people",
    metadata,
    Column("id", ID, primary_key=True),
    # Those of an account; a guest has neither.
    Column("username", NAME),
    # What usernames that a reader takes for one another share: see `server.names.look_alike_key`.
    Column("username_key", NAME, unique=True),
    Column("password", String(200)),
    # What others see.
    Column("name", NAME, nullable=False, server_default=""),
    Column("picture", PICTURE),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("banned", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("deleted_at", BigInteger),
    # The account that a guest's matches have gone to, and those go to that are not finished yet.
    Column("merged_into", ID, ForeignKey("people.id")),
    CheckConstraint("(username IS NULL) = (username_key IS NULL)", name="username"),
    CheckConstraint("(username IS NULL) = (password IS NULL)", name="password"),
)

guest_keys: Final = Table(
    "guest_keys",
    metadata,
    Column("hash", HASH, primary_key=True),
    Column("person", ID, ForeignKey("people.id"), nullable=False, index=True),
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("hash", HASH, primary_key=True),
    Column("person", ID, ForeignKey("people.id"), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

matches: Final = Table(
    "matches",
    metadata,
    # Under which its replay is found.
    Column("id", ID, primary_key=True),
    # The room's own random id and the match's number there: a match that is delivered twice is kept once.
    Column("room", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("game", String(20), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("reason", String(40), nullable=False),
    Column("rated", Boolean(create_constraint=False), nullable=False),
    # How each game ended, as JSON.
    Column("games", Text, nullable=False, server_default="[]"),
    # None: it was too old to be kept.
    Column("replay", LargeBinary),
    UniqueConstraint("room", "number"),
)

match_players: Final = Table(
    "match_players",
    metadata,
    Column("match", ID, ForeignKey("matches.id"), primary_key=True),
    Column("pid", Integer, primary_key=True, autoincrement=False),
    # None: nobody that is known, or a bot.
    Column("person", ID, ForeignKey("people.id")),
    Column("bot", String(40)),
    # As it was shown then; empty when the person has been deleted since.
    Column("name", NAME, nullable=False),
    Column("score", Float, nullable=False),
    # Who came first (1), second and so on; equals share a place.
    Column("place", Integer, nullable=False),
    Column("result", String(5), nullable=False),
    Column("rating_before", Integer),
    Column("rating_after", Integer),
    # That of the match: somebody's latest matches are found without looking at all of them.
    Column("at", BigInteger, nullable=False),
    Index(None, "person", "at"),
    CheckConstraint("result IN ('won', 'drawn', 'lost')", name="result"),
)

match_upgrades: Final = Table(
    "match_upgrades",
    metadata,
    Column("match", ID, ForeignKey("matches.id"), primary_key=True),
    Column("pid", Integer, primary_key=True, autoincrement=False),
    Column("upgrade", String(40), primary_key=True),
    Column("person", ID, ForeignKey("people.id")),
    Column("taken", Integer, nullable=False),
    # Games of the match that were begun with it, and those of them that were won.
    Column("games", Integer, nullable=False),
    Column("won_games", Integer, nullable=False),
    Index(None, "person", "upgrade"),
)

ratings: Final = Table(
    "ratings",
    metadata,
    # A person's id, or `bot:` and a bot's name.
    Column("who", String(48), primary_key=True),
    Column("game", String(20), primary_key=True),
    Column("mu", Float, nullable=False),
    Column("sigma", Float, nullable=False),
    Column("matches", Integer, nullable=False),
    Column("won", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    Column("streak", Integer, nullable=False),
    Column("best_streak", Integer, nullable=False),
    Index(None, "game", "mu"),
)

# Somebody's rated matches of one week, and their rating at its end.
weeks: Final = Table(
    "weeks",
    metadata,
    # The Monday that it begins with, in days since 1970.
    Column("week", Integer, primary_key=True, autoincrement=False),
    Column("game", String(20), primary_key=True),
    Column("who", String(48), primary_key=True),
    Column("mu", Float, nullable=False),
    Column("sigma", Float, nullable=False),
    Column("matches", Integer, nullable=False),
    Column("won", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    Index(None, "week", "game", "mu"),
)

# What others may not know yet: matches that are still watched with a delay, who played them, and their standing before.
withheld: Final = Table(
    "withheld",
    metadata,
    Column("match", ID, ForeignKey("matches.id"), primary_key=True),
    # As in `ratings`.
    Column("who", String(48), primary_key=True),
    Column("game", String(20), nullable=False),
    Column("until", BigInteger, nullable=False, index=True),
    # None: the match is not rated.
    Column("mu", Float),
    Column("sigma", Float),
    Column("matches", Integer),
    Column("won", Integer),
    Column("drawn", Integer),
    Column("lost", Integer),
    Column("streak", Integer),
    Column("best_streak", Integer),
)

pictures: Final = Table(
    "pictures",
    metadata,
    # SHA-256 of the data, in hexadecimal.
    Column("hash", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

blocks: Final = Table(
    "blocks",
    metadata,
    Column("person", ID, ForeignKey("people.id"), primary_key=True),
    Column("blocked", ID, ForeignKey("people.id"), primary_key=True),
)
