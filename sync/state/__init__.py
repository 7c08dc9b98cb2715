"""What the last run read: a cache, never the source of a judgement."""
