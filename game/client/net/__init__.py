"""The window's connection to servers, and what hosting a match on this computer needs."""
