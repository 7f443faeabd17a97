"""What `aa-sdk check` does: policies found in files, questions put, verdicts written."""
