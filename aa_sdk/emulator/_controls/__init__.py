"""What is done to the emulated service from outside, a file for each subject."""
