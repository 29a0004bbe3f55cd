from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("", views.list, name="list"),
    path("set-up/", views.set_up, name="set_up"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("add/", views.add_person, name="add_person"),
    path("absences/", views.absences, name="absences"),
    path("absences/<int:pk>/end/", views.end_absence, name="end_absence"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/absence/", views.record_absence, name="record_absence"),
    path("<int:pk>/link/", views.new_link, name="new_link"),
    path("<int:pk>/correct/", views.correct_person, name="correct_person"),
    path("<int:pk>/second-step/", views.clear_second_steps, name="clear_second_steps"),
    path("<int:pk>/roles/", views.roles, name="roles"),
    path("<int:pk>/roles/<slug:role>/give/", views.grant_role, name="grant_role"),
    path("<int:pk>/roles/<slug:role>/take/", views.revoke_role, name="revoke_role"),
    path("<int:pk>/off/", views.switch_off, name="switch_off"),
    path("<int:pk>/on/", views.switch_on, name="switch_on"),
]
