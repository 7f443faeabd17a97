"""What faults are made of, and the lists they stand in."""
