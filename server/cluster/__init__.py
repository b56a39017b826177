"""One process among several: where rooms are that it does not have, which ones it takes over, and how it leaves.

Nothing here is on the path of a move. A server without `--redis` imports none of it.
"""
