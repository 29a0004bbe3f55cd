"""What becomes of an account when somebody who runs it leaves, or may not run it any more (R3)."""
