"""How fast and how large the product is, as ratios to the bare libraries measured in the same run."""
