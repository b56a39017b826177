"""Opens the profile. Its screens are imported only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.client.context import Context


def open_profile(context: Context) -> None:
    """Open the profile on the current server or, in the menu, on the last one and this computer's."""
    # Deferred: the first frame must not wait for screens that are not shown yet.
    from game.client.people.profilescene import ProfileScene

    context.push(ProfileScene(context))
