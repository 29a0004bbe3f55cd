"""A key typed from its sheet goes back into the key file. Works beside an empty database: nothing of it is asked."""

from accounts.vault.keeping import changed_file, file_of, read_paper


def restore_key(typed: str) -> tuple[str, str]:
    """Put the key in front in the key file. Returns its id, and what was done. Raises WrongState.

    No verb: it is what comes before there is a record to write to. The keys that were there stay behind it, since a
    new portal made one of its own.
    """
    key = read_paper(typed)
    path, held = file_of("A recovery sheet")
    if any(one.id == key.id for one in held.held()):
        return key.id, f"is in {path} already. Nothing was changed."
    with changed_file(path) as texts:
        texts.insert(0, key.text)
    return key.id, f"is in front in {path} now."
