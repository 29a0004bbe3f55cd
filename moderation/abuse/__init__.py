"""Taking something off the platform and saying why: evidence, appeals, blocked authors (H1)."""
