"""What an account holds: analyzers, rules, previews, jobs; and what happens to them."""
