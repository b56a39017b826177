"""What client and server share: the vocabulary of the wire and how it travels."""
