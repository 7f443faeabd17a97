"""What the service puts on EventBridge, read."""
