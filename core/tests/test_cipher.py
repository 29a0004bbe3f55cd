"""What is sealed opens only as what it was, for what it was, with the key that closed it."""

import json
import random
import secrets
import time

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto import cipher
from core.crypto.key_file import Key, new_key
from core.crypto.keys import HeldKeys, SettingsKeyProvider

BOUND = {"credential": 7, "field": "password", "version": 1}


def new_keys(*older: str) -> tuple[SettingsKeyProvider, str]:
    text = new_key().text
    return SettingsKeyProvider([text, *older]), text


def parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    """Head with the length, the wrapped data key, the data: of format 2."""
    start = cipher.HEAD + cipher.LENGTH
    end = start + int.from_bytes(sealed[cipher.HEAD : start], "big")
    return sealed[:start], sealed[start:end], sealed[end:]


def sealed_as_format_1(plaintext: bytes, bound: dict[str, int | str], key: Key) -> bytes:
    """As the portal's first version closed it."""
    data_key, head = secrets.token_bytes(32), b"\x01" + key.id.encode()
    one, two = secrets.token_bytes(12), secrets.token_bytes(12)
    associated = json.dumps({**bound, "key": key.id}, sort_keys=True, separators=(",", ":")).encode()
    wrapped = one + AESGCM(key.secret).encrypt(one, data_key, head)
    return head + wrapped + two + AESGCM(data_key).encrypt(two, plaintext, associated)


def test_what_was_sealed_opens_again() -> None:
    assert cipher.unseal(cipher.seal("pässwörd".encode(), BOUND), BOUND).decode() == "pässwörd"


def test_the_head_says_format_and_key() -> None:
    keys, _ = new_keys()
    sealed = cipher.seal(b"secret", BOUND, keys)
    assert sealed[:1] == b"\x02"
    assert cipher.key_id_of(sealed) == cipher.key_id_of(sealed[: cipher.HEAD]) == keys.current_id()
    assert b"secret" not in sealed


def test_two_sealings_of_the_same_password_share_nothing_but_the_head() -> None:
    one, two = cipher.seal(b"same", BOUND), cipher.seal(b"same", BOUND)
    assert one[:19] == two[:19]
    assert one[19:31] != two[19:31]
    assert parts(one)[2] != parts(two)[2]


@pytest.mark.parametrize("change", [{"credential": 8}, {"field": "recovery"}, {"version": 2}])
def test_a_value_copied_onto_another_row_does_not_open(change: dict[str, int | str]) -> None:
    sealed = cipher.seal(b"secret", BOUND)
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(sealed, {**BOUND, **change})


@pytest.mark.parametrize("change", [{}, {"credential": 8}, {"field": "recovery"}, {"version": 2}])
@pytest.mark.parametrize("what", ["wrapped", "data", "nonce", "ciphertext", "all"])
def test_no_part_of_a_value_can_be_put_into_another(change: dict[str, int | str], what: str) -> None:
    other = {**BOUND, **change} if change else BOUND
    head, wrapped, data = parts(cipher.seal(b"secret", BOUND))
    _, its_wrapped, its_data = parts(cipher.seal(b"secreT", other))
    forged = {
        "wrapped": head + its_wrapped + data,
        "data": head + wrapped + its_data,
        "nonce": head + wrapped + its_data[:12] + data[12:],
        "ciphertext": head + wrapped + data[:12] + its_data[12:],
        "all": head + its_wrapped + its_data,
    }[what]
    if what == "all" and not change:
        return  # is the other value of the same row
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(forged, BOUND)


def test_a_data_key_that_was_got_hold_of_opens_only_its_own_row() -> None:
    """Even with the key that wraps, data moved to another row does not open there."""
    keys, _ = new_keys()
    head, wrapped, data = parts(cipher.seal(b"secret", BOUND, keys))
    other = {**BOUND, "version": 2}
    data_key = keys.unwrap(keys.current_id(), wrapped, cipher._for_wrap(BOUND))
    forged = head + keys.wrap(data_key, cipher._for_wrap(other)).wrapped + data
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(forged, other, keys)


@pytest.mark.parametrize("format_1", [False, True])
def test_a_single_changed_bit_is_noticed_ten_thousand_times(format_1: bool) -> None:
    keys, _ = new_keys()
    chance = random.Random()
    first = keys.held()[0]
    sealed = sealed_as_format_1(b"secret", BOUND, first) if format_1 else cipher.seal(b"secret", BOUND, keys)
    places = [*range(len(sealed) * 8), *(chance.randrange(len(sealed) * 8) for _ in range(10_000 - len(sealed) * 8))]
    for place in places:
        changed = bytearray(sealed)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(cipher.CannotOpen):
            cipher.unseal(bytes(changed), BOUND, keys)


def test_a_value_cut_short_anywhere_or_made_longer_is_refused() -> None:
    sealed = cipher.seal(b"secret", BOUND)
    for end in range(len(sealed)):
        with pytest.raises(cipher.CannotOpen):
            cipher.unseal(sealed[:end], BOUND)
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(sealed + b"\x00", BOUND)


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
def test_a_data_key_of_another_length_opens_nothing_and_is_not_passed_on(length: int) -> None:
    """A key service may answer anything, and AES takes keys of 16 and 24 bytes too."""
    keys, _ = new_keys()
    data_key, nonce = secrets.token_bytes(length), secrets.token_bytes(12)
    head, wrapped, data = parts(cipher.seal(b"secret", BOUND, keys))
    if length in (16, 24):
        data = nonce + AESGCM(data_key).encrypt(nonce, b"secret", cipher._for_data(BOUND))

    class Answering(HeldKeys):
        def unwrap(self, key_id: str, wrapped: bytes, associated: bytes) -> bytes:
            return data_key

    service = Answering(keys.held())
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(head + wrapped + data, BOUND, service)
    assert cipher.rewrap([(head + wrapped + data, BOUND)], service) == [None]


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


@pytest.mark.parametrize("junk", [b"", b"\x01", b"plain text" * 20, b"\x02" + b"0" * 200, b"\x02" + b"\xff" * 200])
def test_what_was_never_sealed_is_refused(junk: bytes) -> None:
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(junk, BOUND)


def test_what_the_first_version_sealed_still_opens_for_its_own_row_alone() -> None:
    keys, _ = new_keys()
    sealed = sealed_as_format_1(b"secret", BOUND, keys.held()[0])
    assert cipher.unseal(sealed, BOUND, keys) == b"secret"
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(sealed, {**BOUND, "version": 2}, keys)


def test_a_new_key_is_put_to_a_value_without_opening_it(monkeypatch: pytest.MonkeyPatch) -> None:
    old, text = new_keys()
    both, _ = new_keys(text)
    sealed = cipher.seal(b"secret", BOUND, old)
    with monkeypatch.context() as watched:
        watched.setattr(cipher, "_data", lambda *_: pytest.fail("the secret was opened"))
        [new] = cipher.rewrap([(sealed, BOUND)], both)
    assert new is not None
    assert cipher.key_id_of(new) == both.current_id()
    assert parts(new)[2] == parts(sealed)[2]
    assert cipher.unseal(new, BOUND, HeldKeys(both.held()[:1])) == b"secret"


def test_a_value_of_the_first_format_becomes_one_of_the_second() -> None:
    old, text = new_keys()
    both, _ = new_keys(text)
    [new] = cipher.rewrap([(sealed_as_format_1(b"secret", BOUND, old.held()[0]), BOUND)], both)
    assert new is not None
    assert new[:1] == b"\x02"
    assert cipher.unseal(new, BOUND, HeldKeys(both.held()[:1])) == b"secret"


def test_what_does_not_open_where_it_lies_gets_no_new_key_and_holds_nothing_else_up() -> None:
    old, text = new_keys()
    both, _ = new_keys(text)
    good, bad = cipher.seal(b"good", BOUND, old), cipher.seal(b"bad", {**BOUND, "version": 2}, old)
    first = sealed_as_format_1(b"bad", {**BOUND, "version": 2}, old.held()[0])
    found = cipher.rewrap([(bad, BOUND), (good, BOUND), (b"junk", BOUND), (first, BOUND)], both)
    assert [one is None for one in found] == [True, False, True, True]


def test_opening_takes_less_than_a_millisecond() -> None:
    sealed = cipher.seal(b"x" * 64, BOUND)
    taken = []
    for _ in range(200):
        began = time.perf_counter()
        cipher.unseal(sealed, BOUND)
        taken.append(time.perf_counter() - began)
    assert sorted(taken)[100] < 0.001
