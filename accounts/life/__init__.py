"""An account's life after it was approved: who may suspend and close it, what people are told, and what waits."""
