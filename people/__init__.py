"""The people who sign in: who they are, which roles they hold, and until when."""
