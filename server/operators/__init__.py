"""What operators do from the command line: orders to a running server, backup and restore."""
