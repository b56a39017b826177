"""Widgets with pups and emotes."""
