"""What is kept as proof, and who did what with it (I3)."""
