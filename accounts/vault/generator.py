"""Strong passwords that can be read out and typed: no letter that looks like another."""

import secrets

LETTERS = "abcdefghijkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
SYMBOLS = "!#$%&*+-=?@_"
CLASSES = (LETTERS, CAPITALS, DIGITS, SYMBOLS)
ALPHABET = "".join(CLASSES)
SHORTEST, USUAL, LONGEST = 12, 20, 64


def password(length: int = USUAL) -> str:
    """A random password with a letter, a capital, a digit and a symbol at least. Raises ValueError for a bad length.

    Whole candidates are thrown away until one fits, so that each fitting one is equally likely.
    """
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"A password has {SHORTEST} to {LONGEST} characters.")
    while True:
        candidate = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if all(any(letter in candidate for letter in kind) for kind in CLASSES):
            return candidate
