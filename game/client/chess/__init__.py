"""The screens and models of a chess match in the window."""
