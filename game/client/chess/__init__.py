"""What the window shows of a chess match."""
