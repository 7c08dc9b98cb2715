"""One mentee's records: collected, exported, purged."""
