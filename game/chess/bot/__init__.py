"""The computer as a player: what it sees (`interface`), how it thinks, and its seat at a real table
(`player`).
"""
