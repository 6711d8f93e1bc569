"""What a user of the data sees: files, manifest, card, and the ways to check, compare, publish and load them."""
