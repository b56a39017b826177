"""The computer as a player: its interface, the search, and the client that plays on a server (`player`)."""
