"""Papers from arXiv itself: paced, checked, resumable."""
