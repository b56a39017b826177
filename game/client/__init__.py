"""The window: what a player sees and touches. Talks to any server over `netcode`, to its own only through `hosting`."""
