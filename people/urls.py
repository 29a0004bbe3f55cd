from django.urls import include, path

from people import views

app_name = "people"
urlpatterns = [
    path("", include("people.signing_in.urls")),
    path("", views.list, name="list"),
    path("set-up/", views.set_up, name="set_up"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("add/", views.add_person, name="add_person"),
    path("absences/", views.absences, name="absences"),
    path("absences/<int:pk>/end/", views.end_absence, name="end_absence"),
    path("invite-waiting/", views.invite_waiting, name="invite_waiting"),
    path("staff-list/", views.staff_list, name="staff_list"),
    path("staff-list/template/", views.staff_list_template, name="staff_list_template"),
    path("staff-list/<int:pk>/", views.staff_list_preview, name="staff_list_preview"),
    path("staff-list/<int:pk>/add/", views.staff_list_add, name="staff_list_add"),
    path("staff-list/<int:pk>/rejected/", views.staff_list_rejected, name="staff_list_rejected"),
    path("staff-list/<int:pk>/leave/", views.staff_list_leave, name="staff_list_leave"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/absence/", views.record_absence, name="record_absence"),
    path("<int:pk>/link/", views.new_link, name="new_link"),
    path("<int:pk>/correct/", views.correct_person, name="correct_person"),
    path("<int:pk>/leaving/", views.set_leaving_day, name="set_leaving_day"),
    path("<int:pk>/leaving/clear/", views.clear_leaving_day, name="clear_leaving_day"),
    path("<int:pk>/second-step/", views.clear_second_steps, name="clear_second_steps"),
    path("<int:pk>/roles/", views.roles, name="roles"),
    path("<int:pk>/roles/<slug:role>/give/", views.grant_role, name="grant_role"),
    path("<int:pk>/roles/<slug:role>/take/", views.revoke_role, name="revoke_role"),
    path("<int:pk>/off/", views.switch_off, name="switch_off"),
    path("<int:pk>/on/", views.switch_on, name="switch_on"),
]
