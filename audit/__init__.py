"""The record: every verb, refusal and reveal, append-only and hash-chained."""
