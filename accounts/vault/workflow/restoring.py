"""A key typed from its sheet goes back into the key file. Works beside an empty database: nothing of it is asked."""

from django.core.exceptions import ImproperlyConfigured

from accounts.vault.keeping import changed_file, file_of, read_paper
from core.crypto.key_file import decode
from core.errors import WrongState


def restore_key(typed: str) -> tuple[str, str]:
    """Put the key in front in the key file, which may be missing. Returns its id, and what was done. Raises WrongState.

    No verb: it is what comes before there is a record to write to. The keys that were there stay behind it, since a
    new portal made one of its own.
    """
    key = read_paper(typed)
    path, _ = file_of("A recovery sheet")
    with changed_file(path, may_be_missing=True) as texts:
        try:
            known = [decode(text).id for text in texts]
        except ImproperlyConfigured:
            raise WrongState(f"{path} holds something that is no key. Rename it, then start again.") from None
        if key.id in known:
            return key.id, f"is in {path} already. Nothing was changed."
        texts.insert(0, key.text)
    return key.id, f"is in front in {path} now."
