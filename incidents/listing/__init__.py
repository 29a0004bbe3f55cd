"""The list of case files: filters that live in the address, and its order."""
