"""One run: read what is new, judge every pair, write what differs."""
