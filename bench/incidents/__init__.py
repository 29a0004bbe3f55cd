"""The incidents room after ten years of a large school, on SQLite and on PostgreSQL: `make bench`."""
