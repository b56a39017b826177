"""The window, the painter and the widgets that any game can use."""
