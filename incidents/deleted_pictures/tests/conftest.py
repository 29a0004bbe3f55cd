from accounts.conftest import broken_record  # noqa: F401
