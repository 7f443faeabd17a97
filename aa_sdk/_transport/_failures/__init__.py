"""Settings, credentials and networks that fail: as our errors, and who is to blame."""
