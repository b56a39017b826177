"""Widgets that show pups and emotes."""
