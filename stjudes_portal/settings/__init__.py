"""Settings: base holds what is common; production, demo and test differ only where they must."""
