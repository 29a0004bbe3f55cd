from django.urls import URLPattern, path

from incidents.together import views

urlpatterns: list[URLPattern] = [
    path("<incident:ref>/tasks/add/", views.add_task, name="add_task"),
    path("<incident:ref>/tasks/<int:task_pk>/change/", views.give_task, name="give_task"),
    path("<incident:ref>/tasks/<int:task_pk>/done/", views.finish_task, name="finish_task"),
    path("<incident:ref>/tasks/<int:task_pk>/not-needed/", views.drop_task, name="drop_task"),
    path("<incident:ref>/related/add/", views.link, name="link"),
    path("<incident:ref>/related/<int:relation_pk>/end/", views.unlink, name="unlink"),
]
