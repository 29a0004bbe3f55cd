"""What people do with accounts and the vault."""

import re

from playwright.sync_api import expect

from tests.journey.actors.somebody import Somebody


class RunsAccounts(Somebody):
    def works_through_checklist(self, name: str, *, handle: str, url: str, username: str, secret: str) -> None:
        self.go("/accounts/")
        self.look("accounts")
        self.follow(name)
        self.look("account-approved")
        self.press("Start setting it up")
        self.is_on(f"Set up “{name}”")
        self.look("account-checklist")
        self.press("Store the password")
        self.stores_password(username, secret)
        self.go("/accounts/")
        self.follow(name)
        self.press("checklist")
        self.fill(handle=handle, url=url)
        self.press("Save")
        self.sees("The handle and address are saved.")
        while (step := self.main.get_by_role("button", name="It is done")).count():
            left = step.count()
            self.touch(step.first)
            expect(step).to_have_count(left - 1)
        self.look("account-checklist-done")
        self.press("Finish: make it live")
        self.sees(f"“{name}” is live.")
        self.look("account")

    def stores_password(self, username: str, secret: str) -> None:
        self.is_on("Put a password into the vault")
        self.fill(username=username, secret=secret)
        self.look("vault-store")
        self.press("Store it in the vault")
        self.sees("is in the vault, sealed.")
        self.look("vault-password")

    def reveals_password(self, reason: str) -> str:
        """From the password's page. Returns what was shown."""
        self.press("Show it", exact=True)
        self.is_on(re.compile("^Is it still you|^Show “"))
        if self.page.get_by_role("heading", name="Is it still you?").count():
            self.signs_in_again()
        self.is_on("Show “")
        self.look("vault-why")
        self.fill(reason=reason)
        self.press("Show it for 30 seconds")
        shown = self.main.locator("[data-secret]").text_content() or ""
        self.look("vault-shown")
        self.press("Hide it now")
        return shown
