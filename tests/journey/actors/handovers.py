"""What people do when somebody who runs an account leaves."""

import re

from playwright.sync_api import expect

from tests.journey.actors.somebody import Somebody


class HandsOver(Somebody):
    def gives(self, account: str, person: str, until: str) -> None:
        """Lets somebody see the password of an account until a day."""
        self.go("/vault/")
        self.follow(account)
        self.press("Let somebody see it")
        self.still_them()
        self.tick(person)
        self.fill(until=until)
        self.look("vault-grant")
        self.press("Let them see it", exact=True)
        self.sees(f"{person} can see it until")
        self.look("vault-granted")

    def opens_handover(self, account: str) -> None:
        self.go("/accounts/handovers/?state=any")
        self.look("handovers")
        self.follow(account)
        self.is_on(account)

    def chooses(self, what: str, *, successor: str = "", reason: str = "") -> None:
        """What becomes of the account whose handover is open."""
        self.press("Choose what becomes of it")
        self.is_on("What becomes of")
        self.choose("choice", what)
        if successor:
            self.choose("successor", successor)
        if reason:
            self.fill(reason=reason)
        self.look("handover-choose")
        self.press("Choose this")
        self.is_on("without")
        self.look(f"handover-{what.split()[0].lower()}")

    def does_what_a_person_does(self) -> None:
        """Ticks whatever is to be ticked, takes back what was given, passes on what was in hand."""
        done = self.main.get_by_role("button", name="It is done")
        while left := done.count():
            self.touch(done.first)
            expect(done).to_have_count(left - 1)
        for words in ("Take it back", re.compile("^(Pass it on|Give it back to the queue)")):
            if self.main.get_by_role("button", name=words).count():
                self.press(words)
                expect(self.main.get_by_role("button", name=words)).to_have_count(0)

    def changes_password(self) -> None:
        """By the guided way, from a link that leads there."""
        self.still_them()
        self.is_on("Change “")
        self.look("vault-rotate")
        self.press("Go on", exact=True)
        self.is_on("Change it on the platform")
        self.look("vault-rotate-new")
        self.press("I have signed in with the new one")
        self.sees("The new one is in use now.")

    def changes_what_they_knew(self, account: str) -> None:
        """Each password that the handover lists, one of an account that closes as well: until it has, it opens."""
        self.opens_handover(account)
        known = self.main.get_by_role("link", name=re.compile("^(Change|Give up) “"))
        assert known.count()
        while known.count():
            gives_up = "Give up" in (known.first.text_content() or "")
            self.touch(known.first)
            if gives_up:
                self.press("Change it", exact=True)
            self.changes_password()
            self.opens_handover(account)

    def sends_it_to_a_second_person(self) -> None:
        self.look("handover-done")
        self.press("Send it to be confirmed")
        self.sees("Sent. The other Administrators and SLT have been told.")

    def confirms_as_second_person(self, account: str) -> None:
        self.opens_handover(account)
        self.look("handover-to-confirm")
        self.press("Confirm it", exact=True)
        self.is_on("Is this handover complete?")
        self.look("handover-confirm")
        self.press("Confirm it", exact=True)
        self.sees("The handover is complete.")
        self.look("handover-completed")

    def closes_account(self) -> None:
        """Works through the closing of an account, which is open, to its end."""
        self.is_on("Close “")
        self.look("account-closing")
        self.fill(announcement="This page closes on Friday.", kept_archive="The pictures, on the school's own disk.")
        self.press(re.compile("^Save"))
        self.sees("These words are saved.")
        done = self.main.get_by_role("button", name="It is done")
        while left := done.count():
            self.touch(done.first)
            expect(done).to_have_count(left - 1)
        self.press("Give all of them up")
        self.is_on("Give up everything kept")
        self.look("account-retire-secrets")
        self.press("Give all of them up")
        self.sees("Everything kept for the account is given up.")
        self.press("Finish: close it in the register")
        self.is_on("Close “")
        self.look("account-finish-closing")
        self.press("Close the account")
        self.look("account-closed")

    def still_them(self) -> None:
        """Where the portal asks."""
        if self.page.get_by_role("heading", name="Is it still you?").count():
            self.signs_in_again()
