"""The version of Underdog. The packaging reads it here, too."""

VERSION = "0.1.0"

WIRE = 2
"""The version of the messages: Socket.IO's `auth {v}`, `?v=` elsewhere. Without it, the newest is meant."""
