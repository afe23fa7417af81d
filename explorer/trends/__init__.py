"""Growth: which subfields take a larger share, and which will."""
