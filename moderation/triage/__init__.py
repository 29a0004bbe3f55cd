"""Finding what may be pressing, and who wrote it: the word list, triage, authors, and what changed on the platform."""
