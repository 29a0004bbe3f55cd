"""Sign in as anybody of the demonstration school. These pages exist under the demonstration's settings alone."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from people.fresh import DEMO_SIGNED_IN
from people.models import User
from stjudes_portal.demo.cast import PEOPLE

JOBS = {part.name: part.job for part in PEOPLE}
SUGGESTED = ("Ellie Marsh", "Margaret Okafor", "Gareth Llewellyn", "Sandra Pickering", "Karen Doyle", "Ruth Abernathy")


@login_not_required
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in, the most telling first."""
    people = list(User.objects.active().prefetch_related("grants"))
    order = {name: place for place, name in enumerate(SUGGESTED)}
    people.sort(key=lambda person: (order.get(person.full_name, len(order)), person.full_name))
    rows = [(person, JOBS.get(person.full_name, ""), person.full_name in order) for person in people]
    return render(request, "demo/sign_in_as.html", {"rows": rows})


@login_not_required
@require_POST
def become(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as this person; it counts as second factor and re-authentication here."""
    person = get_object_or_404(User.objects.active(), pk=pk)
    logout(request)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session[DEMO_SIGNED_IN] = person.pk
    return redirect("today")
