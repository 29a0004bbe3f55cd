"""Signing in: what a person sees and does about their own, a second step that was lost, and another's sign-in."""
