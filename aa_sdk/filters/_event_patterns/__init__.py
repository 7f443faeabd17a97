"""Criteria written as the patterns of EventBridge rules."""
