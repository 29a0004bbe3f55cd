"""The yearly declaration (P7)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.views import attempt
from people.current import signed_in
from policy import selectors, workflow
from policy.declarations import CURRENT
from policy.forms import DeclareForm
from policy.models import Declaration


def declare(request: HttpRequest) -> HttpResponse:
    """The statements, and the box that confirms them; or when they were confirmed."""
    person = signed_in(request)
    form = DeclareForm(request.POST or None, initial={"digest": CURRENT.digest})
    if request.method == "POST" and form.is_valid():
        made = attempt(request, workflow.declare, actor=person, digest=form.cleaned_data["digest"])
        if made is not None:
            messages.success(request, "Thank you. Your declaration is made for this year.")
            return redirect("policy:declaration", pk=made.pk)
        return redirect("policy:declare")
    standing = selectors.declared(person)
    context = {
        "form": form,
        "words": CURRENT,
        "standing": standing,
        "last": Declaration.objects.filter(person=person).first(),
        "is_made": standing.counts and not standing.runs_out_soon,
    }
    return render(request, "policy/declare.html", context)
