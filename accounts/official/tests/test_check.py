"""Whatever a parent pastes, the answer is about exactly the account that they mean, or says why it cannot be told."""

from collections.abc import Callable

import pytest

from accounts.models import Account
from accounts.official import register
from accounts.official.answers import Answer, Verdict, answer
from accounts.official.words import words_of
from accounts.states import Status

Ask = Callable[[str], Answer]


@pytest.fixture
def ask(db: None) -> Ask:
    def asked(text: str) -> Answer:
        held = register.snapshot()
        assert held is not None
        return answer(held, text)

    return asked


@pytest.fixture
def ours(make_account: Callable[..., Account]) -> dict[str, Account]:
    """One on each platform."""
    return {
        "facebook": make_account(
            url="https://www.facebook.com/StJudesFriends", platform_id="100064012345678", name="Friends of St Jude's"
        ),
        "group": make_account("StJudesYear4", url="https://www.facebook.com/groups/StJudesYear4"),
        "instagram": make_account("st.judes_school", "instagram", url="https://www.instagram.com/st.judes_school/"),
        "x": make_account("StJudesSport", "x", platform_id="912345678"),
        "youtube": make_account("StJudesFilms", "youtube", platform_id="UCabcdefghijklmnopqrstuv"),
        "tiktok": make_account("stjudesdrama", "tiktok"),
        "linkedin": make_account("st-judes-school", "linkedin", platform_id="7654321"),
        "mastodon": make_account("stjudes", "mastodon", url="https://mastodon.example/@stjudes"),
        "bluesky": make_account("stjudes.bsky.social", "bluesky", platform_id="did:plc:abcdefghijklmnop"),
        "class_dojo": make_account("", "class_dojo", url="https://www.classdojo.com/ul/p/join?class=C4SEXY1&utm_id=2"),
        "other": make_account("stjudes", "other", url="https://threads.example/@stjudesthreads", name="Threads"),
    }


FORMS = {
    "facebook": [
        "https://www.facebook.com/StJudesFriends",
        "http://facebook.com/stjudesfriends/",
        "facebook.com/STJUDESFRIENDS",
        "www.facebook.com/StJudesFriends?ref=embed_page&fbclid=IwAR0abc#",
        "https://m.facebook.com/StJudesFriends/?locale=en_GB",
        "mobile.facebook.com/StJudesFriends",
        "https://en-gb.facebook.com/StJudesFriends/about",
        "https://web.facebook.com/StJudesFriends/photos",
        "fb.com/StJudesFriends",
        "https://fb.me/StJudesFriends",
        "https://m.me/StJudesFriends",
        "https://www.facebook.com/pg/StJudesFriends/about/",
        "https://www.facebook.com/St.Judes.Friends",  # Facebook takes no notice of full stops
        "https://www.facebook.com/%53tJudesFriends",
        "https%3A%2F%2Fwww.facebook.com%2FStJudesFriends",
        "HTTPS://WWW.FACEBOOK.COM:443/StJudesFriends",
        "  <https://www.facebook.com/StJudesFriends>.  ",
        "“facebook.com/StJudesFriends”",
        "\u2066https://www.facebook.com/StJudesFriends\u2069",
        "Look at this: https://www.facebook.com/StJudesFriends",
        "https://www.facebook.com/profile.php?id=100064012345678&sk=about",
        "facebook.com/people/Friends-of-St-Judes/100064012345678/",
        "https://www.facebook.com/p/Friends-of-St-Judes-100064012345678/",
        "https://www.facebook.com/pages/Friends/100064012345678",
        "https://www.facebook.com/100064012345678",
        "Facebook StJudesFriends",
        "StJudesFriends on Facebook",
        "fb: @StJudesFriends",
        "facebook:StJudesFriends",
        "facebook/StJudesFriends",
    ],
    "group": [
        "https://www.facebook.com/groups/stjudesyear4/?multi_permalinks",
        "m.facebook.com/groups/StJudesYear4/about",
    ],
    "instagram": [
        "https://www.instagram.com/st.judes_school?igsh=MzRlODBiNWFlZA==",
        "instagram.com/St.Judes_School/?hl=en",
        "https://instagram.com/_u/st.judes_school",
        "https://www.instagram.com/st.judes_school/reels/",
        "https://instagr.am/st.judes_school",
        "insta @st.judes_school",
    ],
    "x": [
        "https://x.com/StJudesSport",
        "https://twitter.com/stjudessport?s=20&t=abc",
        "https://mobile.twitter.com/StJudesSport/with_replies",
        "https://twitter.com/#!/StJudesSport",
        "https://twitter.com/intent/user?screen_name=StJudesSport",
        "x.com/i/user/912345678",
        "Twitter: StJudesSport",
    ],
    "youtube": [
        "https://www.youtube.com/@StJudesFilms",
        "youtube.com/@stjudesfilms/videos?si=abc",
        "https://m.youtube.com/channel/UCabcdefghijklmnopqrstuv",
        "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/featured",
        "UCabcdefghijklmnopqrstuv",
    ],
    "tiktok": ["https://www.tiktok.com/@stjudesdrama?_t=8&_r=1", "tiktok.com/@StJudesDrama", "tiktok @stjudesdrama"],
    "linkedin": [
        "https://www.linkedin.com/company/st-judes-school/",
        "https://uk.linkedin.com/school/st-judes-school/about/?trk=x",
        "linkedin.com/company/7654321",
    ],
    "mastodon": [
        "@stjudes@mastodon.example",
        "stjudes@Mastodon.example",
        "acct:stjudes@mastodon.example",
        "https://mastodon.example/@stjudes",
        "mastodon.example/users/stjudes",
        "https://mastodon.example/@stjudes/with_replies",
        "https://mastodon.example/@stjudes@mastodon.example",
    ],
    "bluesky": [
        "https://bsky.app/profile/stjudes.bsky.social",
        "@stjudes.bsky.social",
        "StJudes.bsky.social",
        "https://stjudes.bsky.social",
        "https://bsky.app/profile/did:plc:abcdefghijklmnop",
        "did:plc:abcdefghijklmnop",
    ],
    "class_dojo": [
        "https://classdojo.com/ul/p/join?class=C4SEXY1",
        "classdojo.com/ul/p/join/?utm_source=a&class=C4SEXY1",
    ],
    "other": ["https://threads.example/@stjudesthreads", "www.threads.example/@stjudesthreads/?igshid=1"],
}


@pytest.mark.parametrize(("which", "text"), [(which, text) for which, texts in FORMS.items() for text in texts])
def test_every_usual_form_of_an_official_account_is_known(
    which: str, text: str, ours: dict[str, Account], ask: Ask
) -> None:
    said = ask(text)
    assert (said.verdict, [one.name for one in said.accounts]) == (Verdict.OFFICIAL, [ours[which].name])


@pytest.mark.parametrize(
    "text",
    [
        "https://facebook.com.evil.example/StJudesFriends",
        "https://evil.example/facebook.com/StJudesFriends",
        "https://evil.example/?https://www.facebook.com/StJudesFriends",
        "https://facebook.com@evil.example/StJudesFriends",
        "https://www.facebook.com:StJudesFriends@evil.example/",
        "facebook.com@evil.example/StJudesFriends",
        r"https://evil.example\@facebook.com/StJudesFriends",
        r"https://evil.example\.facebook.com/StJudesFriends",
        "https://evil.example#@facebook.com/StJudesFriends",
        "https://facebook.com\u3002evil.example/StJudesFriends",
        "https://f\u0430cebook.com/StJudesFriends",  # a Cyrillic a
        "https://faceb00k.com/StJudesFriends",
        "https://facebook.co/StJudesFriends",
        "https://notfacebook.com/StJudesFriends",
        "https://facebook-com.example/StJudesFriends",
        "https://facebook.com:8443/StJudesFriends",
        "https://fa\ncebook.com.evil.example/StJudesFriends",
        "https://www.facebook.com/StJudesFriends/../Evil",
        "https://www.facebook.com/StJudesFriends/%2e%2e/Evil",
        "https://www.facebook.com/Evil?x=/StJudesFriends",
        "https://www.facebook.com/profile.php?id=1&id=100064012345678",
        "https://www.facebook.com/profile.php?id=100064012345678&id=10006999",
        "https://www.facebook.com/l.php?u=https://evil.example/StJudesFriends",
        "https://www.facebook.com/StJudesYear4",  # a page of the group's name
        "https://www.facebook.com/groups/StJudesFriends",  # a group of the page's name
        "https://www.facebook.com/StJudesFr\u0456ends",  # a Cyrillic i
        "https://www.facebook.com/StJudes\u200bFriends",
        "https://www.facebook.com/StJudesFriend\u017f",  # a long s
        "https://x.com/st\u212audessport",
        "https://x.com/stjudes.sport",  # a full stop counts elsewhere
        "https://www.youtube.com/channel/ucABCDEFGHIJKLMNOPQRSTUV",  # capitals count in a channel's id
        "https://www.instagram.com/stjudes_school",
        "https://evil.example/@stjudes@mastodon.example",
        "@stjudes@mastodon.example.evil.example",
        "https://threads.example/@stjudesthreads2",
        "https://classdojo.com/ul/p/join?class=OTHER",
        "https://www.facebook.com/StJudesFriends https://evil.example/",
        "https://www.facebook.com/StJudesFriends .evil",
        "javascript:alert('https://www.facebook.com/StJudesFriends')",
        "StJudesFr1ends",
        "facebook StJudesFriendz",
        "",
        "@",
        "https://",
        "https://www.facebook.com/",
    ],
)
def test_nothing_else_is_official(text: str, ours: dict[str, Account], ask: Ask) -> None:
    assert ask(text).verdict in (Verdict.NOT_OURS, Verdict.UNCLEAR)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "post"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s", "post"),
        ("https://www.youtube.com/shorts/abc", "post"),
        ("https://x.com/StJudesSport/status/1", "post"),  # the name in such a link may be anybody's
        ("https://www.tiktok.com/@stjudesdrama/video/7", "post"),
        ("https://www.instagram.com/p/C1/", "post"),
        ("https://www.instagram.com/st.judes_school/p/C1/", "post"),
        ("https://www.facebook.com/StJudesFriends/posts/pfbid02", "post"),
        ("https://www.facebook.com/watch/?v=1", "post"),
        ("https://mastodon.example/@stjudes/112", "post"),
        ("https://bsky.app/profile/stjudes.bsky.social/post/3k", "post"),
        ("https://bit.ly/3abc", "short"),
        ("https://vm.tiktok.com/ZM1/", "short"),
        ("https://www.facebook.com/share/1abc/", "short"),
        ("https://www.youtube.com/c/StJudesFilms", "old"),
        ("https://www.youtube.com/user/StJudesFilms", "old"),
        ("https://www.facebook.com/", "whole"),
        ("https://business.facebook.com/latest", "whole"),
        ("https://www.instagram.com/explore/", "whole"),
        ("https://a.example https://b.example", "many"),
        ("purple elephants", "words"),
        ("Friends of St Judes", "name_only"),
        ("FRIENDS OF ST. JUDE’S", "name_only"),
        ("facebook friends of st jude's", "name_only"),
    ],
)
def test_what_cannot_be_told_says_why(text: str, reason: str, ours: dict[str, Account], ask: Ask) -> None:
    said = ask(text)
    assert (said.verdict, said.reason) == (Verdict.UNCLEAR, reason)
    assert words_of(said).text[0]


def test_a_handle_alone_is_official_where_the_school_has_it_and_nowhere_else(
    make_account: Callable[..., Account], ask: Ask
) -> None:
    make_account("StJudesNews", "facebook")
    make_account("stjudesnews", "x")
    said = ask("@STJUDESNEWS")
    assert said.verdict == Verdict.DEPENDS
    assert words_of(said).title == "Yes, if you saw it on Facebook and X"
    elsewhere = ask("https://www.tiktok.com/@stjudesnews")
    assert (elsewhere.verdict, elsewhere.reason) == (Verdict.NOT_OURS, "same_name")
    assert "another account of the same name" in words_of(elsewhere).text[0]


@pytest.mark.parametrize(
    "text",
    [
        "StJudesFr1ends",
        "StJudesFrіends",
        "ЅtЈudesFriends",
        "StJudes_Friends",
        "StJudesFriendss",
        "StJudesFrinds",
        "StJudesFirends",
        "StJudesFriendsOfficial",
        "TheRealStJudesFriends",
        "𝕊𝕥𝕁𝕦𝕕𝕖𝕤𝔽𝕣𝕚𝕖𝕟𝕕𝕤",
        "https://www.instagram.com/stjudesfrlends",
        "https://twitter.com/StJudesFriend5",
    ],
)
def test_what_looks_like_ours_is_never_ours_and_the_answer_says_so(
    text: str, make_account: Callable[..., Account], ask: Ask
) -> None:
    make_account("StJudesFriends")
    said = ask(text)
    assert said.verdict == Verdict.NOT_OURS
    assert said.like is not None
    assert (
        words_of(said).text[0]
        == "It looks like @StJudesFriends on Facebook, which is the school's. But it is another one."
    )


def test_what_is_like_nothing_of_ours_is_compared_with_nothing(ours: dict[str, Account], ask: Ask) -> None:
    said = ask("https://www.instagram.com/greenhillprimary")
    assert (said.verdict, said.like) == (Verdict.NOT_OURS, None)


def test_a_link_in_disguise_names_where_it_leads(ours: dict[str, Account], ask: Ask) -> None:
    for text in ("https://facebook.com@evil.example/x", "https://faceb00k.evil.example/x"):
        said = ask(text)
        assert (said.verdict, said.reason) == (Verdict.NOT_OURS, "pretends")
        assert said.host.endswith("evil.example")
    assert "leads to {host}" in words_of(said).text[0]


@pytest.mark.parametrize(
    ("fields", "verdict", "title"),
    [
        ({"status": Status.LIVE}, Verdict.OFFICIAL, "Yes, this is the school's account"),
        ({"status": Status.SUSPENDED}, Verdict.OFFICIAL, "Yes, but the school has paused it"),
        ({"status": Status.CLOSING}, Verdict.OFFICIAL, "Yes, but the school is closing it"),
        ({"status": Status.CLOSED}, Verdict.CLOSED, "No, not any more"),
        # One that the school had before, and SLT said yes to: its checklist is still open.
        (
            {"status": Status.PROVISIONING, "provisioned_at": None},
            Verdict.OFFICIAL,
            "Yes, this is the school's account",
        ),
        # One that the school had before, and about which SLT decides: anybody signed in may propose one.
        (
            {"status": Status.UNDER_REVIEW, "provisioned_at": None, "decided": False},
            Verdict.UNCONFIRMED,
            "The school has not confirmed it yet",
        ),
        (
            {"status": Status.CLOSED, "provisioned_at": None, "decided": False},
            Verdict.CLOSED,
            "No, the school does not use it",
        ),
    ],
)
def test_each_state_has_its_answer(
    fields: dict[str, object], verdict: Verdict, title: str, make_account: Callable[..., Account], ask: Ask
) -> None:
    make_account(url="https://www.facebook.com/StJudesFriends", **fields)
    said = ask("facebook.com/StJudesFriends")
    assert (said.verdict, words_of(said).title) == (verdict, title)


@pytest.mark.parametrize("status", [Status.APPROVED, Status.PROVISIONING, Status.CLOSING, Status.CLOSED])
def test_an_account_that_was_never_made_is_not_named(
    status: str, make_account: Callable[..., Account], ask: Ask
) -> None:
    """Until it is live, somebody else may have its name on the platform."""
    make_account(status=status, provisioned_at=None, monitored_from=None)
    assert ask("facebook.com/StJudesFriends").verdict == Verdict.NOT_OURS
    assert register.snapshot().listed == ()  # type: ignore[union-attr]


def test_a_closed_account_says_until_when_it_was_used(make_account: Callable[..., Account], ask: Ask) -> None:
    make_account(status=Status.CLOSED)
    assert words_of(ask("@StJudesFriends")).text[0] == (
        "The school used it until Monday 2 November 2026. It is not used any more."
    )


def test_a_name_that_the_school_uses_again_is_open(make_account: Callable[..., Account], ask: Ask) -> None:
    make_account(status=Status.CLOSED, name="Old")
    make_account(status=Status.LIVE, name="New")
    make_account("other", status=Status.LIVE)
    said = ask("facebook.com/StJudesFriends")
    assert (said.verdict, said.accounts[0].name) == (Verdict.OFFICIAL, "New")
