"""The widgets of the match screen, except the board."""
