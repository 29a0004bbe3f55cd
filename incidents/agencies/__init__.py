"""The directory of agencies, who was told, and what they answered (I2, I4)."""
