"""The exception for a database that cannot be asked. A module of its own, so that handlers need not import a
database.
"""

from __future__ import annotations


class UnavailableError(Exception):
    """The database cannot be reached, is full or is locked. Nothing has changed; the request may be made again
    later.
    """
