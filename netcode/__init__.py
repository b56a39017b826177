"""What client and server share: the messages, and the client's connection."""
