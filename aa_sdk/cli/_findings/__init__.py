"""What the commands about findings do."""
