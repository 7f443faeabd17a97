"""Lambda functions that raise an alarm when a resource is open to everyone."""
