"""What happened each term, in numbers, without names."""
