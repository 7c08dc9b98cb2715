"""What sets a program up and mends it."""
