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
    path("<int:pk>/close/", views.close_account, name="close_account"),
]
