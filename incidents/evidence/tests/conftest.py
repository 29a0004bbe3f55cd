from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.evidence import files, workflow
from incidents.evidence.tests import samples
from incidents.models import Evidence, Incident
from incidents.tests.conftest import incident, make_incident  # noqa: F401  (fixtures)
from moderation.conftest import account, make_account, make_item  # noqa: F401  (fixtures)
from people.models import User


def upload(content: bytes, name: str = "shot.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.fixture
def add(incident: Incident, head: User) -> Callable[..., Evidence]:  # noqa: F811
    def added(content: bytes | None = None, **fields: Any) -> Evidence:
        values = {"actor": head, "title": "The screenshot", **fields}
        if content is not None:
            values["file"] = files.checked(upload(content))
        return workflow.add(values.pop("to", incident), **values)

    return added


@pytest.fixture
def shot(add: Callable[..., Evidence]) -> Evidence:
    return add(samples.with_place())
