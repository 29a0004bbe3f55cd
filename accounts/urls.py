from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.index, name="index"),
    path("csv/", views.register_csv, name="register_csv"),
    path("reviews/", views.reviews, name="reviews"),
    path("readiness/", views.readiness, name="readiness"),
    path("readiness/csv/", views.readiness_csv, name="readiness_csv"),
    path("readiness/remind/", views.remind_unready, name="remind_unready"),
    path("checklists/", views.checklists, name="checklists"),
    path("checklists/<slug:platform>/<slug:purpose>/", views.checklist, name="checklist"),
    path("checklists/<slug:platform>/<slug:purpose>/add/", views.add_checklist_step, name="add_checklist_step"),
    path("checklists/<slug:platform>/<slug:purpose>/restore/", views.restore_checklist, name="restore_checklist"),
    path(
        "checklists/<slug:platform>/<slug:purpose>/step/<slug:key>/",
        views.change_checklist_step,
        name="change_checklist_step",
    ),
    path(
        "checklists/<slug:platform>/<slug:purpose>/step/<slug:key>/move/",
        views.move_checklist_step,
        name="move_checklist_step",
    ),
    path(
        "checklists/<slug:platform>/<slug:purpose>/step/<slug:key>/remove/",
        views.remove_checklist_step,
        name="remove_checklist_step",
    ),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/details/", views.correct_details, name="correct_details"),
    path("<int:pk>/runners/", views.runners, name="runners"),
    path("<int:pk>/runners/add/", views.add_runner, name="add_runner"),
    path("<int:pk>/runners/<int:person>/remove/", views.remove_runner, name="remove_runner"),
    path("<int:pk>/runners/<int:person>/lead/", views.change_lead, name="change_lead"),
    path("<int:pk>/review/", views.review, name="review"),
    path("<int:pk>/start/", views.start_provisioning, name="start_provisioning"),
    path("<int:pk>/provision/", views.provision, name="provision"),
    path("<int:pk>/tick/", views.tick_step, name="tick_step"),
    path("<int:pk>/untick/", views.untick_step, name="untick_step"),
    path("<int:pk>/address/", views.record_address, name="record_address"),
    path("<int:pk>/finish/", views.finish_provisioning, name="finish_provisioning"),
    path("<int:pk>/suspend/", views.suspend, name="suspend"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/hacked/", views.hacked, name="hacked"),
    path("<int:pk>/close/", views.start_closing, name="start_closing"),
    path("<int:pk>/closing/", views.closing, name="closing"),
    path("<int:pk>/prepare-closing/", views.prepare_closing, name="prepare_closing"),
    path("<int:pk>/retire-secrets/", views.retire_secrets, name="retire_secrets"),
    path("<int:pk>/finish-closing/", views.finish_closing, name="finish_closing"),
    path("<int:pk>/call-off-closing/", views.call_off_closing, name="call_off_closing"),
]
