"""Pups and emotes, drawn by our own code."""
