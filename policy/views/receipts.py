"""What a person has confirmed, with its receipts: for that person, SLT and Administrators (P2, P7)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.documents import document
from people.current import signed_in
from policy import selectors
from policy.models import Acknowledgement, Declaration


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """All that I have confirmed, newest first."""
    person = signed_in(request)
    context = {
        "acknowledgements": Acknowledgement.objects.filter(person=person).select_related("version"),
        "declarations": Declaration.objects.filter(person=person),
    }
    return render(request, "policy/mine.html", context)


def _acknowledgement(request: HttpRequest, pk: int) -> Acknowledgement:
    found = Acknowledgement.objects.visible_to(signed_in(request)).select_related("person", "version")
    made: Acknowledgement = get_object_or_404(found, pk=pk)
    return made


def _declaration(request: HttpRequest, pk: int) -> Declaration:
    found = Declaration.objects.visible_to(signed_in(request)).select_related("person")
    made: Declaration = get_object_or_404(found, pk=pk)
    return made


@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acknowledged which text, and when. To its own person it says what is left to do."""
    person, made = signed_in(request), _acknowledgement(request, pk)
    is_mine = made.person_id == person.pk
    context = {"made": made, "is_mine": is_mine, "declared": selectors.declared(person) if is_mine else None}
    return render(request, "policy/receipt.html", context)


@require_GET
def receipt_paper(request: HttpRequest, pk: int) -> HttpResponse:
    made = _acknowledgement(request, pk)
    context = {"made": made, "back_url": reverse("policy:receipt", args=[pk])}
    return document(request, "policy/receipt_paper.html", context, name=f"policy-receipt-{pk}")


@require_GET
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """Who declared what, and when."""
    made = _declaration(request, pk)
    context = {"made": made, "is_mine": made.person_id == signed_in(request).pk}
    return render(request, "policy/declaration.html", context)


@require_GET
def declaration_paper(request: HttpRequest, pk: int) -> HttpResponse:
    context = {"made": _declaration(request, pk), "back_url": reverse("policy:declaration", args=[pk])}
    return document(request, "policy/declaration_paper.html", context, name=f"declaration-{pk}")
