"""How a ladder is drafted: which papers, which approaches, which words."""
