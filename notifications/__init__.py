"""What a person must be told: a row first, delivery after."""
