from django.urls import URLPattern, path

from moderation.abuse import views

_REMOVAL = "<int:pk>/removals/<int:response_pk>"
_EVIDENCE = "<int:pk>/evidence/<int:evidence_pk>"

urlpatterns: list[URLPattern] = [
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/link-only/", views.mark_link_only, name="mark_link_only"),
    path("<int:pk>/link-only/clear/", views.clear_link_only, name="clear_link_only"),
    path("<int:pk>/withheld/", views.withheld, name="withheld"),
    path(f"{_REMOVAL}/done/", views.confirm_done, name="confirm_done"),
    path(f"{_REMOVAL}/drop/", views.drop_removal, name="drop_removal"),
    path(f"{_REMOVAL}/hold-back/", views.hold_back, name="hold_back"),
    path(f"{_REMOVAL}/explain/", views.explain_now, name="explain_now"),
    path(f"{_REMOVAL}/appeal/", views.record_appeal, name="record_appeal"),
    path(f"{_EVIDENCE}/", views.evidence, name="evidence"),
    path(f"{_EVIDENCE}/check/", views.check_evidence, name="check_evidence"),
    path(f"{_EVIDENCE}/screenshot/", views.screenshot, name="screenshot"),
    path("appeals/<int:pk>/", views.decide_appeal, name="decide_appeal"),
    path("bans/", views.bans, name="bans"),
    path("bans/<int:pk>/keep/", views.keep_ban, name="keep_ban"),
    path("bans/<int:pk>/lift/", views.lift_ban, name="lift_ban"),
]
