from django.urls import path

from policy.guidance import views

app_name = "guidance"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add_page, name="add_page"),
    path("pages/<slug:slug>/", views.page, name="page"),
    path("pages/<slug:slug>/edit/", views.edit, name="edit"),
    path("pages/<slug:slug>/take-away/", views.take_away, name="take_away"),
    path("pages/<slug:slug>/history/", views.history, name="history"),
    path("pages/<slug:slug>/compare/", views.compare, name="compare"),
    path("pages/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("pages/<slug:slug>/editions/<int:number>/restore/", views.restore, name="restore"),
    path("for-families/", views.for_families, name="for_families"),
    path("for-families/paper/", views.families_paper, name="families_paper"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/record/", views.record_session, name="record_session"),
    path("sessions/csv/", views.sessions_csv, name="sessions_csv"),
    path("sessions/<int:pk>/strike/", views.strike_session, name="strike_session"),
]
