from django.urls import path

from policy.courses import views

app_name = "courses"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create_course, name="create_course"),
    path("starter/", views.add_starter_course, name="add_starter_course"),
    path("attendance/", views.record_attendance, name="record_attendance"),
    path("due/", views.due, name="due"),
    path("due/csv/", views.due_csv, name="due_csv"),
    path("due/chase/", views.chase, name="chase"),
    path("certificates/", views.check_certificate, name="check_certificate"),
    path("certificates/<int:pk>/", views.certificate, name="certificate"),
    path("attempts/<int:pk>/", views.attempt, name="attempt"),
    path("pages/<int:pk>/", views.change_page, name="change_page"),
    path("pages/<int:pk>/move/<str:way>/", views.move_page, name="move_page"),
    path("pages/<int:pk>/remove/", views.remove_page, name="remove_page"),
    path("questions/<int:pk>/", views.change_question, name="change_question"),
    path("<int:pk>/", views.course, name="course"),
    path("<int:pk>/read/<int:number>/", views.page, name="page"),
    path("<int:pk>/quiz/", views.start_attempt, name="start_attempt"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/edit/rules/", views.change_course, name="change_course"),
    path("<int:pk>/edit/pages/new/", views.add_page, name="add_page"),
    path("<int:pk>/edit/questions/new/", views.add_question, name="add_question"),
    path("<int:pk>/publish/", views.publish_course, name="publish_course"),
    path("<int:pk>/retire/", views.retire_course, name="retire_course"),
]
