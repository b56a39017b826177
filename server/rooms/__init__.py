"""Rooms: the members, the game that they play, and the time when it is next due."""
