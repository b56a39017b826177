"""The party quiz in the window: the host, with the answers, and a screen without them."""
