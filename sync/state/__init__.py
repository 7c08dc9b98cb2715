"""What was seen: a cache that can be rebuilt, never the source of a judgement."""
