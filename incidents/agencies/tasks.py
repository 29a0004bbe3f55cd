"""What the daily round does about agencies that have not answered, and about what was typed and never sent."""

from core.actors import DAILY
from core.registry import daily
from incidents.agencies import workflow
from incidents.agencies.chasing import due_to_be_chased
from incidents.workflow.drafts import forget_old_report_drafts
from incidents.workflow.outcome import forget_old_drafts


@daily("agencies that have not answered")
def remind_to_chase() -> None:
    for referral in due_to_be_chased():
        workflow.remind_to_chase(referral, actor=DAILY)


@daily("outcomes of incidents that were typed and never saved, after a month")
def forget_drafts() -> None:
    forget_old_drafts()


@daily("reports of incidents that were typed and never sent, after a week")
def forget_reports() -> None:
    forget_old_report_drafts()
