"""The screen: scripts that read like it, and the parts they share."""
