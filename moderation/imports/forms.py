"""The forms of an import: which file for which account, and what its columns hold."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.models import Account
from core.csv_file import LARGEST_FILE, MOST_ROWS, Table
from core.forms import PortalForm
from moderation.imports.columns import REQUIRED, Column

LONGEST_SAMPLE = 40  # characters


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Account) -> str:
        return obj.label


class StartForm(PortalForm):
    submit_label = "Upload and go on"
    form_attrs = {"enctype": "multipart/form-data"}

    account = AccountField(
        Account.objects.none(),
        label="Which account are the comments on?",
        empty_label="Choose an account",
        error_messages={"required": "Choose the account that the comments are on."},
    )
    file = forms.FileField(
        label="The file",
        help_text=(
            "A CSV file, such as a spreadsheet saved as “CSV UTF-8”. The first row names the columns. "
            f"At most {LARGEST_FILE // 1024**2} MB and {MOST_ROWS:,} rows."
        ),
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Choose a CSV file with a line of headings and one comment a row.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                f"The file is larger than {LARGEST_FILE // 1024**2} MB. Split it into smaller files."
            )
        return file


class ColumnsForm(PortalForm):
    """One choice for each thing that the portal takes, among the columns of the file."""

    submit_label = "Check the rows"

    def __init__(self, *args: Any, table: Table, columns: dict[Column, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [(str(at), _described(table, at)) for at in range(len(table.header))]
        for column in Column:
            needed = column in REQUIRED
            self.fields[column.value] = forms.ChoiceField(
                label=column.label,
                help_text=column.hint,
                required=needed,
                choices=[("", "Choose a column" if needed else "Not in this file"), *there],
                initial=str(columns[column]) if column in columns else "",
                error_messages={"required": f"Choose the column that says: {column.label.lower()}."},
            )

    @property
    def columns(self) -> dict[Column, int]:
        """What was chosen, of a valid form."""
        return {Column(name): int(at) for name, at in self.cleaned_data.items() if at}


def _described(table: Table, at: int) -> str:
    """A column by its heading and its first value."""
    heading = table.header[at] or f"Column {at + 1}, without a heading"
    values = (record.cells[at] for record in table.records if record.cells)
    sample = " ".join(next((value for value in values if value.strip()), "").split())
    if not sample:
        return f"{heading} (empty)"
    return f"{heading} – such as {sample if len(sample) <= LONGEST_SAMPLE else sample[:LONGEST_SAMPLE] + '…'}"
