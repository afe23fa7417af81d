"""Plans as files for other programs, for other people, and for coming back."""
