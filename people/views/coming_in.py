"""How the first people come in, and everybody after them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from core.actors import SET_UP
from core.errors import WrongState
from core.views import attempt
from people import workflow
from people.forms import PasswordForm, SetUpForm
from people.headers import keeps_its_address
from people.links import link_of
from school.models import current_school


@login_not_required
@keeps_its_address
def set_up(request: HttpRequest) -> HttpResponse:
    """Name the school and its first two people, with the code from the terminal. Shows their links once."""
    if current_school() is not None:
        return redirect("account_login")
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.set_up_school, actor=SET_UP, **form.cleaned_data)
        if made is not None:
            links = [(person, link_of(token)) for person, token in made]
            context = {
                "links": links,
                "key_file": settings.VAULT_KEY_FILE if settings.VAULT_PROVIDER == "file" else None,
                "mail_dir": settings.MAIL_DIR,
                "school": current_school(),  # what the frame knows is from before
            }
            return render(request, "people/set_up_done.html", context)
    return render(request, "people/set_up.html", {"form": form})


@login_not_required
@keeps_its_address
@sensitive_post_parameters("password", "again")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by a single-use link. Looking at the page uses nothing up."""
    try:
        person = workflow.open_invitation(token).person
    except WrongState as refusal:
        return render(request, "people/invitation_closed.html", {"reason": refusal.reason}, status=409)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accepted = attempt(form, workflow.accept_invitation, token, form.cleaned_data["password"])
        if accepted is not None:
            logout(request)  # somebody else may have been signed in here
            messages.success(request, "Your password is saved. Sign in with it now.")
            return redirect("account_login")
    return render(request, "people/accept_invitation.html", {"form": form, "person": person})
