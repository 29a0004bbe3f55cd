"""A hasher for passwords that nobody knows and nobody uses: the demonstration signs people in by a click."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickHasher(Argon2PasswordHasher):
    """Argon2 with the least work that it can do. For the demonstration's settings alone."""

    time_cost = 1
    memory_cost = 64  # KiB
    parallelism = 1
