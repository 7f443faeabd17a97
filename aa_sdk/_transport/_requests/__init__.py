"""Whether a request is one that the service takes, and what is said of one that is not."""
