"""What a person brings, held against the niches of an analysis."""
