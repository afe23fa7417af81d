"""Back-tests: what an analysis would have said at an earlier day, and what became of it."""
