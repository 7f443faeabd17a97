"""The way of a request to the service, of each of its attempts, and of the answer back."""
