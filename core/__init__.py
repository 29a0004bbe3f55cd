"""What every room stands on: the clock, working days, rules, transition tables, errors. No tables."""
