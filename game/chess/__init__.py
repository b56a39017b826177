"""Chess with upgrades: the rules, the upgrades, the match and the computer's play. No I/O here."""
