"""Widgets for any game."""
