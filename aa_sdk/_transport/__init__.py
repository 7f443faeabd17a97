"""The one place that knows aiobotocore: connections, calls, and what can go wrong in them."""
