"""A run goes on: new papers join its niches, and a person is told what changed."""
