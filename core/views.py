"""Between a form and a verb."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse

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
