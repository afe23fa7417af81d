"""Whom to ask about a rung, among the authors of a run."""
