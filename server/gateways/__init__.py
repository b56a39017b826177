"""The ways into the server: each turns one transport into requests and notices, and decides nothing."""
