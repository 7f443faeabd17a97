"""What an account holds: analyzers, rules, previews, jobs; saved and loaded."""
