"""Papers from files: Parquet, CSV, and arXiv's bulk metadata."""
