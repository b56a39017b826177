"""That people cannot be looked up now; apart, so that whoever handles it need not import a database."""

from __future__ import annotations


class UnavailableError(Exception):
    """The database cannot be reached, is full or is locked. Nothing has happened; it may be asked again later."""
