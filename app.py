"""Page config, navigation, and nothing else."""
