"""Incidents in every state, and what stands in a case file; two of them kept from those who usually read them."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from core import clock
from incidents import workflow as incidents
from incidents.deleted_pictures import workflow as deleted_pictures
from incidents.evidence import workflow as evidence
from incidents.evidence.files import checked
from incidents.models import Agency, Incident
from incidents.settings import workflow as incident_settings
from incidents.settings.workflow import Way
from incidents.states import Category, Clock, EntryKind, Lawfulness, Outcome, Part, Severity
from incidents.together import workflow as together
from incidents.workflow import Named
from moderation.models import Item
from people.models import User
from stjudes_portal.demo.story import DAY, HOUR, Story

MINUTE = timedelta(minutes=1)


class CaseFiles:
    """Told last: it works on people, accounts and comments."""

    def __init__(self, story: Story) -> None:
        self.story, self.at, self.now = story, story.timeline.at, story.now

    def tell(self) -> None:
        self.at(self.story.begin + 2 * DAY, self._who_is_head)
        self.at(self.now - 50 * DAY, self._mistake)
        self.at(self.now - 33 * DAY, self._pupils)
        self.at(self.now - 12 * DAY, self._impersonation)
        self.at(self.now - 9 * DAY, self._picture_seen)
        self.at(self.now - 6 * DAY, self._in_confidence)
        self.at(self.now - 5 * DAY, self._about_a_child)
        self.at(self.now - 2 * DAY, self._about_the_head)
        self.at(self.now - 30 * HOUR, self._wrong_list)
        self.at(self.now - 5 * HOUR, self._threatened)
        self.at(self.now - 3 * HOUR, self._today)
        self.at(self.now - 2 * HOUR, self._picture_today)

    def _person(self, key: str) -> User:
        return self.story.person[key]

    def _report(self, who: str, category: Category, words: str, item: Item | None = None) -> Incident:
        actor = self._person(who)
        if item is not None:
            return incidents.report_from_item(item, actor=actor, category=category, what_happened=words)
        return incidents.report(actor=actor, category=category, what_happened=words)

    def _who_is_head(self) -> None:
        head = self._person("head")
        incident_settings.order_seniors(head, actor=head, way=Way.FIRST)

    # --- that have ended

    def _mistake(self) -> None:
        case = self._report(
            "year2", Category.MISTAKE, "I posted the fair's date on the wrong day, and put it right within ten minutes."
        )
        deputy = self._person("deputy")

        def settle() -> None:
            incidents.assess(
                case,
                actor=deputy,
                severity=Severity.LOW,
                lawfulness=Lawfulness.LAWFUL,
                is_safe=True,
                assessment="Nobody was harmed. Thank you for saying.",
            )
            incidents.resolve(
                case,
                actor=deputy,
                outcome=Outcome.NO_ACTION,
                concern="The fair was announced for the wrong day.",
                follow_up="Two parents asked; nobody came on the wrong day.",
                action="The post was put right within ten minutes.",
                decision="The date was corrected the same day. Nothing more is needed.",
                learning="A second person reads each post with a date in it.",
            )
            incidents.close(case, actor=deputy)

        self.at(clock.now() + 4 * HOUR, settle)

    def _pupils(self) -> None:
        """Its outcome is recorded, and it waits to be closed."""
        case = self._report("year6", Category.OFFENSIVE, "Two of our pupils write rude things under each other's runs.")
        deputy = self._person("deputy")

        def settle() -> None:
            incidents.assess(
                case,
                actor=deputy,
                severity=Severity.MEDIUM,
                lawfulness=Lawfulness.LAWFUL,
                is_safe=True,
                assessment="A quarrel between two friends that others read.",
            )
            incidents.start_investigation(case, actor=deputy, lead=deputy)
            incidents.resolve(
                case,
                actor=deputy,
                outcome=Outcome.BEHAVIOUR_POLICY,
                concern="Rude words between two pupils, where families read them.",
                follow_up="Both say that it began on the playground.",
                action="Both took their words down, and talked with each other and a teacher.",
                decision="The behaviour policy's second step for both of them.",
                learning="Runners of a sports page look at it in the evening after a match.",
            )

        self.at(clock.now() + 2 * DAY, settle)

    # --- that are looked into

    def _impersonation(self) -> None:
        case = self._report(
            "office",
            Category.IMPERSONATION,
            "A page with our name and badge asks parents for money for a trip that we do not run.",
        )
        head, deputy, assistant = (self._person(key) for key in ("head", "deputy", "assistant_head"))

        def look_into() -> None:
            incidents.assess(
                case,
                actor=head,
                severity=Severity.HIGH,
                lawfulness=Lawfulness.POSSIBLY_ILLEGAL,
                is_safe=True,
                safety="A warning is on our own page and was sent to all families.",
                assessment="Families may lose money. The platform and the police are to be told today.",
            )
            incidents.check_assessment(case, actor=deputy, agrees=True, words="I see it the same way.")
            incidents.start_investigation(case, actor=head, lead=deputy)
            self._keep_evidence(case, deputy)
            self._tell_police(case, deputy)
            incidents.add_entry(
                case,
                actor=head,
                text="Thank you. The platform has been asked to take the page down.",
                open_to_reporter=True,
            )
            together.add_task(
                case,
                actor=deputy,
                words="Ask the platform whether the page is down",
                owner=deputy,
                due_at=self.now + 20 * HOUR,
            )
            together.add_task(
                case,
                actor=deputy,
                words="Ring the two families who paid",
                owner=assistant,
                due_at=clock.now() + 2 * DAY,
            )

        self.at(clock.now() + 2 * HOUR, look_into)
        self.at(clock.now() + DAY, lambda: self._families_rung(case, assistant))

    def _keep_evidence(self, case: Incident, deputy: User) -> None:
        shot = SimpleUploadedFile("the-false-page.png", _screenshot(), "image/png")
        evidence.add(case, actor=deputy, title="The page as it was", file=checked(shot))
        evidence.add(case, actor=deputy, title="Its address", url="https://facebook.example/st-judes-school-trips")
        evidence.add(
            case,
            actor=deputy,
            title="What one of the families was sent",
            text="“Places go fast. Pay £35 by tonight to keep your child's.”",
        )

    def _tell_police(self, case: Incident, deputy: User) -> None:
        """The police have not answered since and are to be asked again; Report Fraud has."""
        incidents.refer(
            case,
            actor=deputy,
            agency=Agency.objects.get(key="police"),
            how="Online report",
            reference="Ref. 7731",
            referred_at=clock.now(),
        )
        incidents.refer(
            case,
            actor=deputy,
            agency=Agency.objects.get(key="platform"),
            how="Its form for false pages",
            reference="",
            referred_at=clock.now(),
        )

    def _families_rung(self, case: Incident, assistant: User) -> None:
        incidents.add_entry(
            case, actor=assistant, kind=EntryKind.CONTACT, text="Rang both families. Together they paid £70."
        )
        line = case.entries.filter(text__contains="£70").get()
        incidents.correct_entry(
            case,
            line,
            actor=assistant,
            text="Rang both families. Together they paid £105: one of them for two children.",
            reason="One family has two children here, and paid for both.",
        )
        together.finish_task(case, case.tasks.get(owner=assistant), actor=assistant)
        platform = case.referrals.get(agency__key="platform")
        incidents.record_answer(platform, actor=assistant, answer="They look at it within fourteen days.")

    # --- in confidence

    def _in_confidence(self) -> None:
        case = self._report("ta", Category.STAFF, "Hurtful remarks about me in a group that colleagues have made.")
        head = self._person("head")

        def assess() -> None:
            incidents.assess(
                case,
                actor=head,
                severity=Severity.MEDIUM,
                lawfulness=Lawfulness.LAWFUL,
                is_safe=True,
                assessment="To be talked about with each of them.",
            )
            incidents.waive_duty(
                case,
                Clock.OFFICER,
                actor=head,
                reason="Between adults, and no child is concerned. Talked through with the officer's duty line.",
            )

        self.at(clock.now() + 5 * HOUR, assess)

    def _about_a_child(self) -> None:
        """In the compartment of the safeguarding leads: SLT sees nothing of it."""
        case = self._report(
            "year4", Category.SAFEGUARDING, "A pupil wrote under our post that they do not want to go home tonight."
        )
        dsl = self._person("dsl")

        def look_into() -> None:
            incidents.assess(
                case,
                actor=dsl,
                severity=Severity.MEDIUM,
                lawfulness=Lawfulness.UNSURE,
                is_safe=True,
                safety="Talked with the pupil before the end of the day. They went home with a grandparent.",
                assessment="There is worry at home. Children's social care is to be asked today.",
            )
            incidents.start_investigation(case, actor=dsl, lead=dsl)
            incidents.refer(
                case,
                actor=dsl,
                agency=Agency.objects.get(key="social_care"),
                how="By telephone",
                reference="CSC 20418",
                referred_at=clock.now(),
            )

        self.at(clock.now() + HOUR, look_into)

    def _about_the_head(self) -> None:
        """The head learns nothing of it, and the chair of governors is in."""
        case = incidents.report(
            actor=self._person("senco"),
            category=Category.STAFF,
            what_happened="The head wrote about a family on a page of her own, so that anybody could tell which.",
            people=[Named(Part.ALLEGED, self._person("head"))],
        )
        chair = self._person("chair")

        def told() -> None:
            incidents.record_duty(
                case, Clock.OFFICER, actor=chair, done_at=clock.now(), how="By telephone", reference="LADO 88"
            )
            incidents.assess(
                case,
                actor=chair,
                severity=Severity.MEDIUM,
                lawfulness=Lawfulness.UNSURE,
                is_safe=True,
                assessment="The words are taken down. The officer advises how we go on.",
            )

        self.at(clock.now() + 3 * HOUR, told)

    # --- of these days

    def _wrong_list(self) -> None:
        case = self._report(
            "clubs",
            Category.DATA_PROTECTION,
            "I posted the list of who comes to football, with telephone numbers, in the wrong group for an hour.",
        )
        self.at(
            clock.now() + 2 * HOUR,
            lambda: incidents.assess(
                case,
                actor=self._person("head"),
                severity=Severity.MEDIUM,
                lawfulness=Lawfulness.LAWFUL,
                is_safe=True,
                safety="The list is down. Everybody in the group was asked to delete it.",
                assessment="Twelve families. We find out who saw it, then decide whether the regulator is told.",
            ),
        )

    def _threatened(self) -> None:
        """The highest severity: it waits for a second person."""
        case = self._report(
            "year6", Category.HARASSMENT, "Somebody writes to me every night, and last night where I live."
        )
        self.at(
            clock.now() + HOUR,
            lambda: incidents.assess(
                case,
                actor=self._person("assistant_head"),
                severity=Severity.HIGH,
                lawfulness=Lawfulness.POSSIBLY_ILLEGAL,
                is_safe=False,
                safety="Oliver is taken home, and has the number of the police.",
                assessment="It has gone on for weeks and it frightens. The police are to be told today.",
            ),
        )

    def _today(self) -> None:
        item = Item.objects.filter(status="open").order_by("-received_at").first()
        words = "The same person has written something unkind under three posts this week."
        self._report("office", Category.HARASSMENT, words, item)

    # --- pictures taken by accident

    def _picture_seen(self) -> None:
        taken = clock.now() - 20 * MINUTE
        picture = deleted_pictures.record_deleted_picture(
            actor=self._person("reception"),
            taken_at=taken,
            deleted_at=taken + 2 * MINUTE,
            device="The class tablet",
            words="A child getting changed, in the background of a picture of the puppets.",
            from_bin=True,
            from_cloud=True,
        )
        dsl = self._person("dsl")
        self.at(clock.now() + HOUR, lambda: deleted_pictures.mark_picture_seen(picture, actor=dsl))

    def _picture_today(self) -> None:
        taken = clock.now() - 30 * MINUTE
        deleted_pictures.record_deleted_picture(
            actor=self._person("year3"),
            taken_at=taken,
            deleted_at=taken + 5 * MINUTE,
            device="The camera of the PE cupboard",
            words="A child whose shirt had slipped at gymnastics.",
            from_bin=True,
        )


def _screenshot() -> bytes:
    """An invented page, drawn here: no picture of anything that is."""
    picture = Image.new("RGB", (720, 420), "#f2f4f7")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 720, 64), fill="#25406e")
    draw.text((24, 22), "St. Jude's School Trips", fill="white", font_size=24)
    draw.rounded_rectangle((24, 92, 696, 380), radius=12, fill="white", outline="#c5ccd6")
    draw.text((48, 116), "Last places for the seaside!", fill="#1c2430", font_size=28)
    for line, words in enumerate(("Pay £35 today by bank transfer.", "Write to us here, not to the office.")):
        draw.text((48, 176 + 36 * line), words, fill="#3a4656", font_size=20)
    draw.rounded_rectangle((48, 290, 300, 344), radius=8, fill="#b3261e")
    draw.text((80, 304), "Pay for your place", fill="white", font_size=20)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
