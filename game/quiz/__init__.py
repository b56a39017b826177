"""The party quiz: its packs, its machine, its scores, and fair buzzing. No I/O here."""
