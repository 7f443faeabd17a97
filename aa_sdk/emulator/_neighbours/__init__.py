"""The services beside Access Analyzer that a program asks on its way through an organization."""
