from django.urls import path

from moderation import views
from moderation.abuse import urls as abuse
from moderation.escalation import urls as escalation
from moderation.figures import urls as figures
from moderation.imports import urls as imports
from moderation.listing import urls as listing
from moderation.rota import urls as rota
from moderation.triage import urls as triage
from moderation.words import urls as words

app_name = "moderation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("add/", views.add_item, name="add_item"),
    path("lists/", views.lists, name="lists"),
    path("how-we-count-time/", views.definitions, name="definitions"),
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/claim/", views.claim, name="claim"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/presence/", views.presence_of, name="presence_of"),
    path("<int:pk>/jot/<slug:part>/", views.jot, name="jot"),
    path("<int:pk>/elsewhere/", views.answered_elsewhere, name="answered_elsewhere"),
    path("undo/", views.undo, name="undo"),
    path("<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<int:pk>/reply/", views.draft_reply, name="draft_reply"),
    path("<int:pk>/close/", views.close_without_response, name="close_without_response"),
    path("<int:pk>/answers/<int:response_pk>/posted/", views.confirm_posted, name="confirm_posted"),
    path("<int:pk>/answers/<int:response_pk>/drop/", views.drop_response, name="drop_response"),
    *listing.urlpatterns,
    *imports.urlpatterns,
    *figures.urlpatterns,
    *triage.urlpatterns,
    *abuse.urlpatterns,
    *words.urlpatterns,
    *rota.urlpatterns,
    *escalation.urlpatterns,
]
