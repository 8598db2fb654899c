"""Products, their sources, and how they stay fresh."""
