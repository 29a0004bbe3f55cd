"""How the vault's keys are: for whoever looks after the machine. Names keys by their ids, never themselves."""

import stat

from django.conf import settings

from accounts.vault import canary
from accounts.vault.models import Canary, KeySheet, Rekeying
from core.crypto import sealed
from core.crypto.keys import HeldKeys, provider

PROVIDERS = {"file": "a file", "environment": "the environment (VAULT_KEY)", "transit": "the key service"}


def lines() -> list[str]:
    """The whole report. Raises NotReached."""
    key_id = provider().current_id()
    return [
        f"Key in use: {key_id}, from {PROVIDERS[settings.VAULT_PROVIDER]}{_place()}",
        *_file_lines(),
        _canary_line(),
        *_value_lines(key_id),
        *_rekeying_lines(),
        *_sheet_lines(key_id),
    ]


def no_longer_needed() -> list[str]:
    """The ids of keys of the key file that close nothing, the newest left out."""
    held = provider().closes
    if not isinstance(held, HeldKeys):
        return []
    needed = sealed.by_key(sealed.heads())
    return [key.id for key in held.held()[1:] if not needed[key.id]]


def _place() -> str:
    if settings.VAULT_PROVIDER == "file":
        return f" {settings.VAULT_KEY_FILE}"
    return f" {settings.VAULT_TRANSIT.url}" if settings.VAULT_TRANSIT and settings.VAULT_PROVIDER == "transit" else ""


def _file_lines() -> list[str]:
    if settings.VAULT_KEY_FILE is None:
        return []
    mode = stat.S_IMODE(settings.VAULT_KEY_FILE.stat().st_mode)
    if not mode & 0o077:
        return []
    return [f"Take care: others than its owner may read the key file (mode {mode:o}). Make it 600."]


def _canary_line() -> str:
    try:
        canary.check()
    except canary.WrongKey as error:
        return f"Canary: WRONG. {error}"
    return f"Canary: opens. It was made on {Canary.objects.get(pk=1).made_at:%d %B %Y}."


def _value_lines(key_id: str) -> list[str]:
    found = []
    for column in sealed.everything():
        keys = sealed.by_key(column.heads())
        shares = ", ".join(f"{number:,} by {one}" for one, number in sorted(keys.items()))
        found.append(f"  {column.name}: {shares or 'none'}")
    heads = sealed.heads()
    left = sealed.left_of(heads, key_id)
    unknown = [one for one in sealed.by_key(heads) if not provider().knows(one)]
    lines = [f"Sealed values: {heads.total():,}, of which {left:,} are to be closed anew", *found]
    return lines + [f"MISSING: the key {one} is needed and not here" for one in sorted(unknown)]


def _rekeying_lines() -> list[str]:
    job = Rekeying.objects.first()
    if job is None:
        return ["Rekeying: never"]
    share = f"{job.done:,} of {job.total:,}, last moved on {job.moved_at:%d %B %Y at %H:%M} UTC"
    if job.finished_at is None:
        return [f"Rekeying: under way to {job.to_key_id}, {share}. Go on with: manage.py vault rekey"]
    lines = [f"Rekeying: done on {job.finished_at:%d %B %Y}, to {job.to_key_id}"]
    return lines + [f"Old key no longer needed: {one} (manage.py vault forget-key {one})" for one in no_longer_needed()]


def _sheet_lines(key_id: str) -> list[str]:
    if settings.VAULT_PROVIDER != "file":
        return []
    sheets = KeySheet.objects.select_related("shown_to")
    lines = [f"Recovery sheet of {sheet.key_id}: {_sheet(sheet)}" for sheet in sheets]
    if not any(sheet.key_id == key_id for sheet in sheets):
        lines.append(f"Recovery sheet of {key_id}: not printed yet. An Administrator prints it in the portal.")
    return lines


def _sheet(sheet: KeySheet) -> str:
    shown = f"shown to {sheet.shown_to} on {sheet.shown_at:%d %B %Y}"
    if sheet.put_away_at is None:
        return f"{shown}, not put away yet"
    return f"{shown}, put away on {sheet.put_away_at:%d %B %Y}"
