"""What became of a finding: the classes, what differs, and how that is said."""
