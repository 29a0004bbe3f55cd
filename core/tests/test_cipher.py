"""What is sealed opens only as what it was, for what it was, with the key that closed it."""

import base64
import secrets

import pytest

from core.crypto import cipher
from core.crypto.keys import SettingsKeyProvider

BOUND = {"credential": 7, "field": "password", "version": 1}


def new_keys(*older: str) -> tuple[SettingsKeyProvider, str]:
    text = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return SettingsKeyProvider([text, *older]), text


def test_what_was_sealed_opens_again() -> None:
    assert cipher.unseal(cipher.seal("pässwörd".encode(), BOUND), BOUND).decode() == "pässwörd"


def test_two_sealings_of_the_same_password_share_nothing_but_the_head() -> None:
    one, two = cipher.seal(b"same", BOUND), cipher.seal(b"same", BOUND)
    assert one[:17] == two[:17]
    assert one[17:] != two[17:]


@pytest.mark.parametrize("change", [{"credential": 8}, {"field": "recovery"}, {"version": 2}])
def test_a_value_copied_onto_another_row_does_not_open(change: dict[str, int | str]) -> None:
    sealed = cipher.seal(b"secret", BOUND)
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(sealed, {**BOUND, **change})


def test_a_single_changed_bit_anywhere_is_noticed() -> None:
    sealed = bytearray(cipher.seal(b"secret", BOUND))
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(cipher.CannotOpen):
            cipher.unseal(bytes(changed), BOUND)


def test_another_schools_key_does_not_open_it() -> None:
    ours, _ = new_keys()
    theirs, _ = new_keys()
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(cipher.seal(b"secret", BOUND, ours), BOUND, theirs)


def test_an_older_key_still_opens_and_the_newest_closes() -> None:
    old, text = new_keys()
    sealed = cipher.seal(b"secret", BOUND, old)
    both, _ = new_keys(text)
    assert cipher.unseal(sealed, BOUND, both) == b"secret"
    assert cipher.key_id_of(cipher.seal(b"secret", BOUND, both)) == both.current_id() != old.current_id()


@pytest.mark.parametrize("junk", [b"", b"\x01", b"plain text" * 20, b"\x02" + b"0" * 200])
def test_what_was_never_sealed_is_refused(junk: bytes) -> None:
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(junk, BOUND)
