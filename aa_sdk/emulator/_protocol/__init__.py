"""The service's protocol: requests read and checked, errors and page tokens written."""
