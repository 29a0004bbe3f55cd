from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.index, name="index"),
    path("readiness/", views.readiness, name="readiness"),
    path("readiness/csv/", views.readiness_csv, name="readiness_csv"),
    path("readiness/remind/", views.remind_unready, name="remind_unready"),
    path("<int:pk>/", views.detail, name="detail"),
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
    path("<int:pk>/finish-closing/", views.finish_closing, name="finish_closing"),
    path("<int:pk>/call-off-closing/", views.call_off_closing, name="call_off_closing"),
]
