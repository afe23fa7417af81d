"""Niches: from a chosen subfield to a ladder of projects."""
