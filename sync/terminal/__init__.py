"""What a command opens, and what it prints."""
