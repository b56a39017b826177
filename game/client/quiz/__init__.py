"""The party quiz in the window: the host's big screen, a screen without answers, and a player's screen."""
