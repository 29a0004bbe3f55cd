"""Who is on which of the rows that somebody looks at, asked every few seconds."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse

from core import clock
from moderation.claims import held, holder
from moderation.models import Item
from moderation.selectors import PER_PAGE
from moderation.views.queue import said_of
from people.current import signed_in


def on_it(request: HttpRequest) -> HttpResponse:
    """`?ids=1,2,3`: {"on": {"1": "Ada Admin has it"}, "done": [2]}, in one query, without ids that are not seen."""
    person, now = signed_in(request), clock.now()
    asked = [int(part) for part in request.GET.get("ids", "").split(",") if part.isdecimal() and len(part) < 19]
    items = Item.objects.visible_to(person).filter(Q(rank=None) | held(now), pk__in=asked[: 2 * PER_PAGE])
    wanted = ("status", "claimed_until", "claimed_by__full_name", "claimed_by__is_active", "claimed_by__leaves_on")
    rows = list(items.select_related("claimed_by").only(*wanted)) if asked else []
    on = {row.pk: said_of(person, holder(row, now)) for row in rows if row.is_waiting}
    answer = JsonResponse({"on": on, "done": [row.pk for row in rows if not row.is_waiting]})
    answer["Cache-Control"] = "no-store"
    return answer
