"""The clients of Google's APIs, which no other package calls."""
