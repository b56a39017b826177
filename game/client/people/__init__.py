"""Names that last, in the window: who one is on which server, accounts, results, ratings and replays."""
