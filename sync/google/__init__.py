"""The only rooms that know Google's wire."""
