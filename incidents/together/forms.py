"""What is asked about tasks, and about incidents that belong together."""

from typing import Any

from django import forms

from core.forms import PortalForm
from incidents.models import Task
from people.models import User


class TaskForm(PortalForm):
    """`owners` are those who handle the incident: nobody else could read what there is to do."""

    submit_label = "Add the task"

    words = forms.CharField(label="What is to be done?", max_length=300)
    owner = forms.ModelChoiceField(label="Who does it?", queryset=User.objects.none(), empty_label="Choose")
    due_at = forms.DateTimeField(
        label="By when?", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["owner"]
        chooser.queryset = owners


class GiveTaskForm(TaskForm):
    """Another owner, or another time."""

    submit_label = "Change it"

    def __init__(self, *args: Any, task: Task, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, owners=owners, initial={"owner": task.owner_id, "due_at": task.due_at}, **kwargs)
        del self.fields["words"]


class DropTaskForm(PortalForm):
    form_tag = False

    reason = forms.CharField(label="Why is it not needed?", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class LinkForm(PortalForm):
    submit_label = "Link them"

    reference = forms.CharField(
        label="Reference of the other incident",
        max_length=40,
        help_text="As it stands at the top of its file. You can link it if you handle both.",
    )
