"""A first draft of what families are told when an account is closed."""

from accounts.models import Account


def draft(account: Account, school: str) -> str:
    """Words to change: who speaks, that the account ends, and where to go instead."""
    return (
        f"{school} is closing “{account.name}” on {account.get_platform_display()}. "
        "Thank you for following us here.\n\n"
        "For news from the school, please use the school's website and the messages that the office sends home. "
        "If you have a question, please write to the school office or ring it: messages sent here will not be read "
        "any more.\n\n"
        "If you see a page with this name later on, it is not ours. Please tell the school office."
    )
