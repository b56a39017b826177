"""Pups, emotes and sounds, drawn and made by our own code."""
