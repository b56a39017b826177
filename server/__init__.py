"""The server of Underdog: rooms, and the gateways through which people reach them."""
