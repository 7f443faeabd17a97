"""Many policies checked: what is asked, decided here, asked of the service, and told."""
