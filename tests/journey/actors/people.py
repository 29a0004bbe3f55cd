"""What people do to come in, to let others in, and to see them leave."""

from tests.journey.actors.somebody import Somebody


class ComesIn(Somebody):
    def sets_up_school(self, code: str, school: str, slt: Somebody, administrator: Somebody) -> list[str]:
        """From the first page of an empty portal. Returns the two links that are shown once."""
        self.go("/")
        self.is_on("Set up your school")
        self.look("set-up")
        self.fill(
            code=code,
            school_name=school,
            slt_name=slt.name,
            slt_email=slt.email,
            administrator_name=administrator.name,
            administrator_email=administrator.email,
        )
        self.press("Set up the portal")
        self.is_on("The portal is set up")
        self.look("set-up-done")
        return [self._link_for(slt), self._link_for(administrator)]

    def accepts_invitation(self, link: str, password: str) -> None:
        self.go(link)
        self.is_on(f"Welcome, {self.name.split()[0]}")
        self.look("invitation")
        self.fill(password=password, again=password)
        self.press("Save my password")
        self.is_on("Sign in")
        self.password = password

    def adds_person(self, person: Somebody, *roles: str, employed: bool = True) -> str:
        """Returns the link that is shown once."""
        self.go("/people/")
        self.look("people")
        self.press("Add somebody")
        self.fill(full_name=person.name, email=person.email)
        self.choose("is_employed", "Yes" if employed else "No")
        for role in roles:
            self.page.get_by_role("checkbox", name=role, exact=True).check()
        self.look("person-add")
        self.press("Add and make the link")
        self.is_on(f"A link for {person.name}")
        self.look("person-link")
        return self._link_for(person)

    def _link_for(self, person: Somebody) -> str:
        return self.main.get_by_label(f"Link for {person.name}").input_value()

    def publishes_policy(self, title: str, text: str, effective_on: str, review_on: str) -> None:
        self.drafts_policy(title, text)
        self.publishes_draft(effective_on, review_on)

    def records_last_day(self, person: Somebody, day: str) -> None:
        self.go("/people/")
        self.follow(person.name)
        self.is_on(person.name)
        self.look("person")
        self.press("Record the last working day")
        self.is_on(f"When does {person.name} leave?")
        self.fill(leaves_on=day)
        self.look("person-leaves")
        self.press("Record the last working day")
        self.sees(f"The last working day of {person.name} is")
        self.look("person-leaving")
