"""The screens that every game shares: home, lobby, talk, settings."""
