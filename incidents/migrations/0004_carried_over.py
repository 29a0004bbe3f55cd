"""What earlier versions wrote, in the new tables: random public ids, routes, clocks, assessments; and the directory."""

import secrets
from datetime import timedelta

from django.db import migrations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SAFEGUARDING = ("unsafe_contact", "safeguarding", "indecent_image")
LEADS_TOO = (*SAFEGUARDING, "threat_to_life", "harassment")
NOT_ASKED = "Not recorded: it was closed before the portal asked."

# Nobody at the school has checked these yet, so none has a date.
AGENCIES = [
    ("police_emergency", "The police: emergency", "Somebody is in danger now, or a crime is happening.", "999", "https://www.police.uk/", "At any hour"),
    ("police", "The police: not an emergency", "A crime that is over: threats, stalking, blackmail, a stolen device.", "101", "https://www.police.uk/", "At any hour"),
    ("social_care", "Children's social care", "A child may be suffering harm, or be at risk of it.", "", "https://www.gov.uk/report-child-abuse-to-local-council", ""),
    ("designated_officer", "The local authority's designated officer", "An allegation against somebody who works with children. Within one working day.", "", "", ""),
    ("ceop", "CEOP, the police's child protection online", "Somebody online has made a child feel unsafe, or groomed or blackmailed a child.", "", "https://www.ceop.police.uk/Safety-Centre/", "Online at any hour"),
    ("iwf", "Internet Watch Foundation", "An indecent image of a child is on the internet. Give the link, never the image.", "", "https://report.iwf.org.uk/", "Online at any hour"),
    ("harmful_content", "Report Harmful Content", "A platform did not remove harmful content after it was reported.", "", "https://reportharmfulcontent.com/", "Online at any hour"),
    ("professionals_helpline", "Professionals Online Safety Helpline", "Advice for people who work with children, on any online safety question.", "0344 381 4772", "https://saferinternet.org.uk/professionals-online-safety-helpline", "Monday to Friday, 10 am to 4 pm"),
    ("regulator", "Information Commissioner's Office", "A breach of personal data that is likely to be a risk to people. Within 72 hours.", "0303 123 1113", "https://ico.org.uk/for-organisations/report-a-breach/", "Monday to Friday, 9 am to 5 pm"),
    ("true_vision", "True Vision", "A hate crime, or hatred online.", "", "https://www.report-it.org.uk/", "Online at any hour"),
    ("report_fraud", "Report Fraud", "Somebody uses the school's name for money, or an account was broken into.", "0300 123 2040", "https://www.reportfraud.police.uk/", ""),
    ("platform", "The platform itself", "Something must be taken down, or an account be given back.", "", "", ""),
]  # fmt: skip


def carry_over(apps, schema_editor):
    Incident = apps.get_model("incidents", "Incident")
    for incident in Incident.objects.order_by("pk"):
        incident.public_id = "".join(secrets.choice(ALPHABET) for _ in range(10))
        incident.with_leads = incident.category in LEADS_TOO
        incident.with_seniors = incident.category not in SAFEGUARDING
        incident.with_administrators = incident.category == "compromised"
        if incident.status == "closed":
            incident.concern = incident.concern or NOT_ASKED
            incident.follow_up = incident.follow_up or NOT_ASKED
            incident.action = incident.action or NOT_ASKED
            incident.decision = incident.decision or NOT_ASKED
        incident.save()
        _clock(apps, incident)
        _assessment(apps, incident)
        _name_who_worked_on_it(apps, incident)
        _address(apps, incident)


def _clock(apps, incident):
    IncidentClock = apps.get_model("incidents", "IncidentClock")
    met = {"met_at": incident.assessed_at, "decision": "done"} if incident.assessed_at else {}
    IncidentClock.objects.create(
        incident=incident, kind="assess", from_at=incident.reported_at, due_at=incident.assess_by, **met
    )
    if incident.category == "data_protection" and incident.status != "closed":
        due_at = incident.reported_at + timedelta(hours=72)
        IncidentClock.objects.create(
            incident=incident, kind="regulator", from_at=incident.reported_at, due_at=due_at
        )


def _assessment(apps, incident):
    Entry, Assessment = apps.get_model("incidents", "Entry"), apps.get_model("incidents", "Assessment")
    entry = Entry.objects.filter(incident=incident, kind="assessment").order_by("pk").last()
    if entry is None or not incident.severity:
        return
    Assessment.objects.create(
        incident=incident,
        severity=incident.severity,
        lawfulness=incident.lawfulness,
        is_safe=False,
        words=entry.text,
        by=entry.by,
        at=entry.at,
        needs_check=incident.severity == "high" and incident.status != "closed",
    )


def _name_who_worked_on_it(apps, incident):
    """Safeguarding has a compartment of its own now. Whoever of SLT worked on such a file keeps it, by name."""
    if incident.category not in SAFEGUARDING or incident.status == "closed":
        return
    Involvement, Entry = apps.get_model("incidents", "Involvement"), apps.get_model("incidents", "Entry")
    now = Involvement.objects.filter(incident=incident, ended_at=None)
    has_a_part = set(now.filter(part__in=["handler", "alleged", "conflicted"]).values_list("person_id", flat=True))
    worked = set(Entry.objects.filter(incident=incident).values_list("by_id", flat=True)) | {incident.lead_id}
    for person in sorted(worked - has_a_part - {None}):
        Involvement.objects.create(
            incident=incident, person_id=person, part="handler", named_by_id=person, named_at=incident.reported_at
        )


def _address(apps, incident):
    """Notices lead to the new address, and call it by its new name."""
    Notification = apps.get_model("notifications", "Notification")
    reference = f"Incident {incident.public_id[:5]}-{incident.public_id[5:]}"
    told = Notification.objects.filter(template__startswith="incidents.", event__startswith=f"incident:{incident.pk}:")
    for notice in told:
        for stem in ("/incidents/", "/incidents/reports/"):
            if notice.url == f"{stem}{incident.pk}/":
                notice.url = f"{stem}{incident.public_id}/"
        if "reference" in notice.params:
            notice.params["reference"] = reference
        notice.save(update_fields=["url", "params"])


def fill_the_directory(apps, schema_editor):
    Agency = apps.get_model("incidents", "Agency")
    Agency.objects.bulk_create(
        Agency(key=key, name=name, what_for=what_for, phone=phone, web=web, hours=hours, place=10 * (at + 1))
        for at, (key, name, what_for, phone, web, hours) in enumerate(AGENCIES)
    )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_case_files"), ("notifications", "0001_initial")]
    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunPython(fill_the_directory, migrations.RunPython.noop),
    ]
