"""The gateways: each translates one transport into requests and notices, and decides nothing itself."""
