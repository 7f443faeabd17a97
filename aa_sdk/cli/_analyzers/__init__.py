"""What the commands about analyzers do."""
