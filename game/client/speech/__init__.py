"""Speaks the window to people who do not see it, through their screen reader or the system's speech."""
