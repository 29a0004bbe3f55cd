"""Keys in a key service, shown against a stand-in that speaks its documented interface (key_service.py)."""

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.crypto import cipher
from core.crypto.key_file import new_key
from core.crypto.keys import KeyRing, NotReached, Refused, SettingsKeyProvider, UnknownKey
from core.crypto.transit import TransitKeyProvider
from core.crypto.transit_settings import TransitSettings
from core.tests.key_service import TOKEN, KeyService, running

Make = Callable[[TransitSettings], TransitKeyProvider]
BOUND = {"row": 1}
OTHER = {"row": 2}


@pytest.fixture
def service() -> Iterator[KeyService]:
    with running() as found:
        yield found


@pytest.fixture
def make() -> Iterator[Callable[[TransitSettings], TransitKeyProvider]]:
    made = []

    def one(settings: TransitSettings) -> TransitKeyProvider:
        made.append(TransitKeyProvider(settings))
        return made[-1]

    yield one
    for provider in made:
        provider.close()


@pytest.fixture
def keys(service: KeyService, tmp_path: Path, make: Make) -> TransitKeyProvider:
    return make(service.settings(tmp_path))


def test_what_the_service_closed_it_opens_again(keys: TransitKeyProvider) -> None:
    sealed = cipher.seal(b"secret", BOUND, keys)
    assert cipher.unseal(sealed, BOUND, keys) == b"secret"
    assert cipher.key_id_of(sealed) == keys.current_id()
    assert keys.knows(keys.current_id())


def test_the_service_is_asked_with_token_and_batches_at_the_documented_addresses(
    keys: TransitKeyProvider, service: KeyService
) -> None:
    cipher.unseal(cipher.seal(b"secret", BOUND, keys), BOUND, keys)
    assert [path for path, _ in service.asked] == ["/v1/transit/encrypt/portal", "/v1/transit/decrypt/portal"]
    for _, headers in service.asked:
        assert headers["x-vault-token"] == TOKEN
        assert headers["x-vault-request"] == "true"
        assert "x-vault-namespace" not in headers


def test_the_services_key_never_comes_here_and_the_secret_never_goes_there(
    keys: TransitKeyProvider, service: KeyService
) -> None:
    sealed = cipher.seal(b"a secret that stays", BOUND, keys)
    assert service.versions[0] not in sealed
    _, wrapped, _ = _parts(sealed)
    data_key = keys.unwrap(keys.current_id(), wrapped, cipher._for_wrap(BOUND))
    assert len(data_key) == 32


def test_a_value_copied_onto_another_row_does_not_open(keys: TransitKeyProvider) -> None:
    with pytest.raises(cipher.CannotOpen, match="changed"):
        cipher.unseal(cipher.seal(b"secret", BOUND, keys), OTHER, keys)


def test_a_wrapped_key_of_another_row_does_not_open(keys: TransitKeyProvider) -> None:
    head, _, data = _parts(cipher.seal(b"secret", BOUND, keys))
    _, wrapped, _ = _parts(cipher.seal(b"secret", OTHER, keys))
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(head + wrapped + data, BOUND, keys)


def test_every_changed_bit_is_noticed(keys: TransitKeyProvider) -> None:
    sealed = cipher.seal(b"secret", BOUND, keys)
    for place in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(cipher.CannotOpen):
            cipher.unseal(bytes(changed), BOUND, keys)


def test_a_rotated_key_closes_what_is_new_and_still_opens_what_is_old(
    keys: TransitKeyProvider, service: KeyService
) -> None:
    sealed, old = cipher.seal(b"secret", BOUND, keys), keys.current_id()
    service.rotate()
    assert keys.current_id() != old
    assert keys.knows(old)
    assert cipher.unseal(sealed, BOUND, keys) == b"secret"
    [moved] = cipher.rewrap([(sealed, BOUND)], keys)
    assert moved is not None
    service.oldest = 2
    assert cipher.unseal(moved, BOUND, keys) == b"secret"
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(sealed, BOUND, keys)


def test_rewrapping_asks_in_batches_and_one_bad_value_does_not_spoil_the_rest(
    keys: TransitKeyProvider, service: KeyService
) -> None:
    items = [(cipher.seal(b"%d" % number, {"row": number}, keys), {"row": number}) for number in range(5)]
    items[3] = (items[2][0], {"row": 3})
    service.rotate()
    service.asked.clear()
    found = cipher.rewrap(items, keys)
    assert [one is None for one in found] == [False, False, False, True, False]
    assert len(service.asked) == 3  # open, close, try


def test_a_school_moves_from_a_file_to_the_service(keys: TransitKeyProvider) -> None:
    held = SettingsKeyProvider([new_key().text])
    sealed = cipher.seal(b"secret", BOUND, held)
    ring = KeyRing(keys, [held])
    assert cipher.unseal(sealed, BOUND, ring) == b"secret"
    [moved] = cipher.rewrap([(sealed, BOUND)], ring)
    assert moved is not None
    assert cipher.unseal(moved, BOUND, keys) == b"secret"


def test_another_key_or_another_service_is_unknown(keys: TransitKeyProvider, service: KeyService) -> None:
    held = SettingsKeyProvider([new_key().text])
    assert not keys.knows(held.current_id())
    with pytest.raises(UnknownKey):
        keys.unwrap(held.current_id(), b"x" * 60, b"")
    with pytest.raises(Refused):
        keys.unwrap(keys.current_id(), b"x" * 60, b"")
    with pytest.raises(cipher.CannotOpen, match="not at hand"):
        cipher.unseal(cipher.seal(b"secret", BOUND, held), BOUND, keys)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (403, b'{"errors": ["permission denied"]}', "does not accept the portal's token"),
        (503, b'{"errors": ["Vault is sealed"]}', "answered 503"),
        (500, b"<html>", "answered 500"),
        (400, b'{"errors": ["encryption key not found"]}', "answered 400"),
        (200, b"nonsense", "answered 200"),
        (200, b'{"data": {"batch_results": []}}', "in a way"),
        (200, b'{"data": {"batch_results": [{"ciphertext": "plain"}]}}', "closed nothing"),
        (302, b"", "answered 302"),
    ],
)
def test_whatever_the_service_answers_instead_is_a_sentence(
    keys: TransitKeyProvider, service: KeyService, status: int, body: bytes, words: str
) -> None:
    service.status, service.body = status, body
    with pytest.raises(NotReached) as failure:
        cipher.seal(b"secret", BOUND, keys)
    assert words in failure.value.reason
    assert "errors" not in failure.value.reason


def test_while_the_service_is_away_nothing_opens(keys: TransitKeyProvider, service: KeyService) -> None:
    sealed = cipher.seal(b"secret", BOUND, keys)
    service.status = 503
    with pytest.raises(cipher.KeyNotReached, match="Try again"):
        cipher.unseal(sealed, BOUND, keys)
    service.status = None
    assert cipher.unseal(sealed, BOUND, keys) == b"secret"


def test_the_token_follows_no_redirect(keys: TransitKeyProvider, service: KeyService) -> None:
    with running() as thief:
        service.status, service.location = 307, f"{thief.address}/v1/transit/encrypt/portal"
        with pytest.raises(NotReached):
            cipher.seal(b"secret", BOUND, keys)
        assert thief.asked == []


def test_no_proxy_of_the_environment_sees_the_token(keys: TransitKeyProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
            monkeypatch.setenv(name.lower(), proxy.address)
        cipher.seal(b"secret", BOUND, keys)
        assert proxy.asked == []


def test_a_slow_service_is_given_up(service: KeyService, tmp_path: Path, make: Make) -> None:
    keys = make(service.settings(tmp_path, timeout=0.1))
    service.wait = threading.Event()
    with pytest.raises(NotReached, match=r"within 0\.1 seconds"):
        cipher.seal(b"secret", BOUND, keys)
    service.wait.set()


def test_neither_token_nor_data_key_is_in_what_is_raised_or_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, make: Make
) -> None:
    caplog.set_level(logging.INFO)
    with running() as service:
        keys = make(service.settings(tmp_path))
        sealed = cipher.seal(b"secret", BOUND, keys)
    keys.close()
    said = ""
    for call in (lambda: cipher.seal(b"secret", BOUND, keys), lambda: cipher.unseal(sealed, BOUND, keys)):
        try:
            call()
        except (NotReached, cipher.CannotOpen) as error:
            said += "".join(traceback.format_exception(error)) + repr(error)
        else:
            pytest.fail("the service is gone")
    assert "cannot be reached" in said
    for text in (said, caplog.text):
        assert TOKEN not in text
        assert "secret" not in text.replace('b"secret"', "")


def test_the_token_is_read_anew_for_each_question(service: KeyService, tmp_path: Path, make: Make) -> None:
    settings = service.settings(tmp_path)
    keys = make(settings)
    Path(settings.token_file).write_text("an older one")
    with pytest.raises(NotReached, match="does not accept"):
        keys.current_id()
    Path(settings.token_file).write_text(TOKEN)
    assert keys.current_id()
    Path(settings.token_file).unlink()
    with pytest.raises(NotReached, match="no token"):
        keys.current_id()


def test_a_namespace_is_named(service: KeyService, tmp_path: Path, make: Make) -> None:
    service.namespace = "schools/stjudes"
    with pytest.raises(NotReached):
        make(service.settings(tmp_path)).current_id()
    keys = make(service.settings(tmp_path, namespace="schools/stjudes"))
    assert cipher.unseal(cipher.seal(b"secret", BOUND, keys), BOUND, keys) == b"secret"


def test_over_https_only_the_authority_that_is_named_is_believed(tmp_path: Path, make: Make) -> None:
    certificate = _certificate(tmp_path)
    with running(certificate) as service:
        with pytest.raises(NotReached, match="cannot be reached"):
            make(service.settings(tmp_path)).current_id()
        assert service.asked == []
        keys = make(service.settings(tmp_path, ca_file=str(certificate[0])))
        assert cipher.unseal(cipher.seal(b"secret", BOUND, keys), BOUND, keys) == b"secret"


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    start = cipher.HEAD + cipher.LENGTH
    end = start + int.from_bytes(sealed[cipher.HEAD : start], "big")
    return sealed[:start], sealed[start:end], sealed[end:]


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
