"""Rooms: the people, the machine they play on, and when it is next due."""
