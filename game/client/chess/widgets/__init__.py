"""The board and what stands around it."""
