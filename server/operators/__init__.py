"""What whoever operates a server does with it from the command line: orders to a running one, backup and restore."""
