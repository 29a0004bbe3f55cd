from django.urls import path

from accounts.handovers import views

app_name = "handovers"
urlpatterns = [
    path("", views.index, name="index"),
    path("csv/", views.index_csv, name="index_csv"),
    path("open/<int:pk>/", views.open_handover, name="open_handover"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/evidence/", views.evidence, name="evidence"),
    path("<int:pk>/choose/", views.choose, name="choose"),
    path("<int:pk>/choose-again/", views.choose_again, name="choose_again"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/tick/", views.tick, name="tick"),
    path("<int:pk>/untick/", views.untick, name="untick"),
    path("<int:pk>/pass-on/", views.pass_on_work, name="pass_on_work"),
    path("<int:pk>/end-grants/", views.end_grants, name="end_grants"),
    path("<int:pk>/send-to-confirm/", views.send_to_confirm, name="send_to_confirm"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/send-back/", views.send_back, name="send_back"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]
