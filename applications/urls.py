from django.urls import path

from applications import views

app_name = "applications"
urlpatterns = [
    path("", views.index, name="index"),
    path("start/", views.start, name="start"),
    path("queue/", views.queue, name="queue"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/write/", views.write, name="write"),
    path("<int:pk>/write/<slug:point>/", views.save_point, name="save_point"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/amend/", views.amend, name="amend"),
    path("<int:pk>/remind/", views.remind_runners, name="remind_runners"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("<int:pk>/revisions/<int:number>/", views.revision, name="revision"),
]
