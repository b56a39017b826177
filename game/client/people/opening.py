"""The way to the profile, which few people take: its screens are imported when somebody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.client.context import Context


def open_profile(context: Context) -> None:
    """Show oneself on the server that one is on, or in the menu on the last one and on this computer."""
    # Deferred: the first frame must not wait for screens that are not shown yet.
    from game.client.people.profilescene import ProfileScene

    context.push(ProfileScene(context))
