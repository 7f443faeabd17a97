"""What has become of the findings of an account since the last time, for cron."""
