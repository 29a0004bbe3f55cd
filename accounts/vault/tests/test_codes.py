"""Set-up keys and sets of recovery codes: what is taken, and what is refused in which words."""

from datetime import UTC, datetime

import pytest

from accounts.vault import codes
from accounts.vault.tests.pictures import ADDRESS, SEED
from core.errors import InvalidInput

# RFC 6238, appendix B: the keys in base32, eight digits, at five moments.
RFC_KEYS = {
    "SHA1": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    "SHA256": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA",
    "SHA512": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA",
}
RFC_CODES = {
    59: ("94287082", "46119246", "90693936"),
    1111111109: ("07081804", "68084774", "25091201"),
    1234567890: ("89005924", "91819424", "93441116"),
    2000000000: ("69279037", "90698825", "38618901"),
    20000000000: ("65353130", "77737706", "47863826"),
}


@pytest.mark.parametrize("seconds", RFC_CODES)
@pytest.mark.parametrize("place", range(3))
def test_codes_are_those_of_the_standard(seconds: int, place: int) -> None:
    algorithm = list(RFC_KEYS)[place]
    seed = codes.seed_of(f"otpauth://totp/x?secret={RFC_KEYS[algorithm]}&digits=8&algorithm={algorithm}")

    code = codes.code_at(seed, datetime.fromtimestamp(seconds, UTC))

    assert code.digits == RFC_CODES[seconds][place]
    assert code.seconds_left == 30 - seconds % 30


@pytest.mark.parametrize(
    "text",
    [
        SEED,
        SEED.lower(),
        " ".join(SEED[i : i + 4] for i in range(0, 32, 4)),
        f" {SEED}\n",
        f"{SEED[:16]}-{SEED[16:]}",
        ADDRESS,
    ],
)
def test_a_key_is_taken_as_the_platform_shows_it(text: str) -> None:
    assert codes.seed_of(text) == codes.Seed(SEED)


def test_an_address_may_ask_for_other_codes() -> None:
    seed = codes.seed_of(f"OTPAUTH://TOTP/x?secret={SEED}&digits=8&period=60&algorithm=SHA-256")

    assert seed == codes.Seed(SEED, 8, 60, "SHA256")
    assert codes.seed_from_text(codes.seed_to_text(seed)) == seed


def test_a_short_key_of_an_old_platform_makes_codes() -> None:
    assert len(codes.code_at(codes.seed_of("JBSWY3DPEHPK3PXP"), datetime(2026, 11, 18, tzinfo=UTC)).digits) == 6


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("123456", "sign-in code"),
        ("JBSWY3DP", "16 letters"),
        ("A" * 300, "16 letters"),
        ("JBSWY3DPEHPK3PX1", "letters A to Z"),
        ("JBSWY3DPEHPK3PXPJ", "letters A to Z"),
        (f"otpauth://hotp/x?secret={SEED}&counter=1", "counter"),
        (f"otpauth://steam/x?secret={SEED}", "not the address"),
        ("otpauth://totp/x?issuer=me", "not the address"),
        ("otpauth://[totp/x", "cannot be read"),
        (f"otpauth://totp/x?secret={SEED}&digits=4", "codes of this kind"),
        (f"otpauth://totp/x?secret={SEED}&period=0", "codes of this kind"),
        (f"otpauth://totp/x?secret={SEED}&period=²", "codes of this kind"),
        (f"otpauth://totp/x?secret={SEED}&algorithm=MD5", "codes of this kind"),
        ("otpauth://totp/x?" + "a=b&" * 50, "cannot be read"),
    ],
)
def test_what_makes_no_codes_is_refused_without_quoting_it(text: str, word: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        codes.seed_of(text)

    assert word in refusal.value.reason
    assert refusal.value.field == "secret"
    assert text not in refusal.value.reason
    assert SEED not in refusal.value.reason


@pytest.mark.parametrize(
    "text", ["1111 1111\n2222 2222", "\n• 1111 1111\r\n\n  2222   2222  \n", "1111 1111,\n2222 2222,"]
)
def test_recovery_codes_are_one_on_each_line(text: str) -> None:
    assert codes.codes_of(text) == ["1111 1111", "2222 2222"]


@pytest.mark.parametrize("text", ["1111-a 2222-b", "1111-a, 2222-b", "1111-a;2222-b"])
def test_on_a_single_line_there_is_a_space_between(text: str) -> None:
    assert codes.codes_of(text) == ["1111-a", "2222-b"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("  \n ", "one on each line"),
        ("\n".join(f"code-{n}" for n in range(51)), "At most 50"),
        ("1111-a\n22", "Number 2"),
        ("1111-a\n" + "2" * 65, "Number 2"),
        ("1111-a\n2222-b\n1111-a", "Number 3 is there twice"),
    ],
)
def test_what_is_no_set_of_codes_is_refused_by_its_place(text: str, word: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        codes.codes_of(text)

    assert word in refusal.value.reason
    assert "1111-a" not in refusal.value.reason
