"""The address of the SLA dashboard; part of the room's own."""

from django.urls import URLPattern, path

from moderation.figures import views

urlpatterns: list[URLPattern] = [path("figures/", views.figures, name="figures")]
