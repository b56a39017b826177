"""People in the window: the player's identity on each server, accounts, results, ratings and replays."""
