"""The window: what a player sees and touches. It talks to servers over `netcode`, and starts its own through
`net.hosting`.
"""
