"""Subfields: which abstracts belong together, and what names them."""
