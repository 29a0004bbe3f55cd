"""The reader of links, against whatever can be typed."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.official.addresses import LONGEST, read
from accounts.official.asked import About
from accounts.official.sites import PLATFORM_DOMAINS, READERS

HANDLE = "StJudesFriends"
OURS = f"facebook:handle:{HANDLE.lower()}"
PIECES = st.sampled_from(
    [
        *(
            "https:",
            "http:",
            "//",
            "/",
            "\\",
            "@",
            ":",
            "?",
            "#",
            ".",
            "..",
            "%2e",
            "%2f",
            "%40",
            "\t",
            "\n",
            " ",
            "\0",
        ),
        *("facebook.com", "www.", "m.", "evil.example", HANDLE, "profile.php?id=", "groups/", "443", "[::1]", "\u3002"),
        *("\u202e", "\u200b", "ſ", "K", "ａ", "xn--", "utm_source=a", "&", "=", "+", "%", "%zz", "\ud800", "x" * 70),
    ]
)
HOSTS = st.from_regex(r"\A(?:[a-z0-9-]{1,12}\.){1,3}(?:example|com|org|com\.evil)\Z")


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)))
@settings(max_examples=500, deadline=None)
@example("x" * 100_000)
@example("\x1f")
@example("\u2066" * 400)
def test_it_never_raises_and_always_answers_in_its_own_words(text: str) -> None:
    assert read(text).about in About


@given(
    scheme=st.sampled_from(["", "http://", "https://", "HTTPS://", "https:", "//"]),
    host=st.sampled_from(
        ["facebook.com", "www.facebook.com", "m.facebook.com", "fb.com", "FACEBOOK.com", "nl-nl.facebook.com"]
    ),
    handle=st.sampled_from([HANDLE, HANDLE.upper(), HANDLE.lower(), "St.Judes.Friends", "%53tJudesFriends"]),
    end=st.sampled_from(["", "/", "?fbclid=abc", "/?utm_source=x&ref=1", "#", "/about", "//", "/?"]),
    around=st.sampled_from(["", " ", "\n", "\u200e", '"', "<"]),
)
@settings(deadline=None)
def test_an_account_is_the_same_in_every_usual_form(scheme: str, host: str, handle: str, end: str, around: str) -> None:
    assert read(f"{around}{scheme}{host}/{handle}{end}{around}").keys == (OURS,)


def known(host: str) -> bool:
    return host in READERS or any(host == domain or host.endswith(f".{domain}") for domain in PLATFORM_DOMAINS)


@given(
    host=HOSTS.filter(lambda host: not known(host.removeprefix("www."))),
    before=st.sampled_from(["", "facebook.com@", "facebook.com:x@", "www.facebook.com%40", "facebook.com\\@"]),
    path=st.sampled_from(["", f"facebook.com/{HANDLE}", HANDLE, f"@{HANDLE}", f"?u=https://facebook.com/{HANDLE}"]),
    slash=st.sampled_from(["/", "\\", "/./", "//"]),
)
@settings(deadline=None)
def test_another_host_is_never_the_platform(host: str, before: str, path: str, slash: str) -> None:
    if before.endswith("\\@"):
        return  # a browser goes to facebook.com there, to a name that begins with an @
    found = read(f"https://{before}{host}{slash}{path}")
    assert not [key for key in found.keys if key.startswith(("facebook:", "instagram:", "x:"))]


@given(st.text(max_size=30).filter(lambda text: text.lower() != HANDLE.lower()))
@settings(deadline=None)
def test_a_handle_equals_only_itself(text: str) -> None:
    """But for capitals, and Facebook's full stops, one different letter is another account."""
    asked = read(f"https://x.com/{text}")
    if f"x:handle:{HANDLE.lower()}" in asked.keys:
        assert text.strip().split("/")[0].split("?")[0].split("#")[0].removeprefix("@").isascii()


@given(st.text(min_size=LONGEST + 1, max_size=LONGEST + 50, alphabet="abc/."))
@settings(deadline=None)
def test_what_is_too_long_is_not_read(text: str) -> None:
    if len(text.strip("./ ")) > LONGEST:
        assert read(text).about is About.UNREADABLE
