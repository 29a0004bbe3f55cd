from django.urls import path

from policy import views

app_name = "policy"
urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.read, name="read"),
    path("acknowledge/", views.acknowledge, name="acknowledge"),
    path("versions/<int:number>/", views.version, name="version"),
    path("draft/", views.draft, name="draft"),
    path("draft/publish/", views.publish, name="publish"),
    path("draft/discard/", views.discard_draft, name="discard_draft"),
    path("readiness/", views.readiness, name="readiness"),
    path("readiness/remind/", views.remind, name="remind"),
    path("training/<int:pk>/", views.training, name="training"),
    path("training/records/<int:pk>/strike/", views.strike_training, name="strike_training"),
]
