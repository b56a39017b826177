"""The widgets of the quiz."""
