"""The window, the painter and the widgets, for any game."""
