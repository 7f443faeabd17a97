"""The file that findings and their changes are kept in."""
