"""The directory of agencies, who was told, and what they answered (I2, I4)."""

# The room's verbs are loaded first: they offer this package's among their own.
from incidents import workflow as _workflow  # noqa: F401
