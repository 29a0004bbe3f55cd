"""Who watches which account on which day, and when somebody looked (M1)."""
