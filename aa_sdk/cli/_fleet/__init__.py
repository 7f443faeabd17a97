"""What the commands about fleets do."""
