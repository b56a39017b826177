"""One process among several: finding rooms of other processes, taking them over, and leaving.

Nothing here is on the path of a move. A server without `--redis` imports none of it.
"""
