"""The server of Underdog: rooms, and the gateways through which clients reach them."""
