"""Research Direction Explorer: papers -> subfields -> growth -> plans."""

__version__ = "0.1.0"
