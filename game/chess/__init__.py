"""Chess with upgrades: the rules, the upgrades, the match and the bot."""
