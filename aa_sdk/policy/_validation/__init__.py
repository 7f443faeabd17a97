"""What is wrong with a policy document, group of rules by group."""
