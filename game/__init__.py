"""Underdog's games: rules, upgrades, the match machine, the bot, and the window."""
