"""Between a form and a verb."""

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import clock, times
from core.errors import InvalidInput, NotAllowed, Refused

P = ParamSpec("P")
R = TypeVar("R")


def attempt(target: BaseForm | HttpRequest, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """Call a verb and return what it returns, or None where it refused what was asked as things stand.

        form = DecisionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if attempt(form, workflow.approve, application, actor=request.user, **form.cleaned_data) is not None:
                messages.success(request, "Approved.")
                return redirect(application)
        return render(request, "applications/approve.html", {"form": form})

    The reason is added to `target`: to a form as an error of the field at fault, or of the whole form; to a
    request as a message. Verbs return the object that they changed, so None always means a refusal.
    Raises NotAllowed for a request without a form: whoever may not press the button at all gets the page that says
    so (403). A form keeps what was typed and says why beside it.
    """
    try:
        return verb(*args, **kwargs)
    except Refused as refusal:
        if isinstance(target, HttpRequest):
            if isinstance(refusal, NotAllowed):
                raise
            messages.error(target, refusal.reason)
        else:
            field = refusal.field if isinstance(refusal, InvalidInput) else None
            target.add_error(field if field in target.fields else None, refusal.reason)
        return None


def answer_autosave(*, saved: bool) -> HttpResponse:
    """The answer to a form that saves itself while it is typed: static/js/portal.js shows its words."""
    if not saved:
        return HttpResponse("Not saved yet.", status=400, content_type="text/plain")
    return HttpResponse(f"Saved at {times.exact(clock.now()).rsplit(', ', 1)[1]}", content_type="text/plain")


def confirmed(
    request: HttpRequest, verb: Callable[..., object], ask: Mapping[str, Any], *, done: str, back: str, then: str = ""
) -> HttpResponse:
    """The page that asks before `verb`; on its POST the verb is called, `done` is said, and the way leads on.

        switch_off = partial(workflow.switch_off, person, actor=actor)
        return confirmed(request, switch_off, {"title": "Switch off?", …}, done="Switched off.", back=url)

    `ask` is the context of components/confirm.html; what its "form" holds goes to the verb. After the verb the way
    leads to `then`, or to `back`, where "change nothing" leads too. What the verb refuses is said on the same page.
    """
    form: BaseForm | None = ask.get("form")
    if request.method == "POST" and (form is None or form.is_valid()):
        given = form.cleaned_data if form is not None else {}
        if attempt(form if form is not None else request, verb, **given) is not None:
            messages.success(request, done)
            return redirect(then or back)
    return render(request, "components/confirm.html", {**ask, "back_url": back})
