"""The table of mistakes: what each message has to name, and the way out it has to show."""
