"""The party quiz: packs, the machine, scores, and fair buzzing. No I/O here."""
