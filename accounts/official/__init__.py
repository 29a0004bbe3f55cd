"""The public page on which a parent checks that an account really is the school's (R4)."""
