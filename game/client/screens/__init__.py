"""The screens that every game shares: home, lobby, chat, settings."""
