"""Who is told when an answer is late: the ladder, digests, quiet hours, who is on call (M2)."""
