"""The rate of false flags that the program states, and is held to."""

FALSE_FLAGS = 0.05
"""At most this share of the niches that are beyond chance is there by chance; so where nothing
grows, at most this share of niches is flagged."""
