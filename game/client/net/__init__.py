"""The client's side of a room, and what hosting a match on this computer needs."""
