from django.urls import path

from moderation.escalation import views

urlpatterns = [
    path("escalation/", views.escalation, name="escalation"),
    path("escalation/steps/add/", views.add_step, name="add_step"),
    path("escalation/steps/<int:pk>/", views.change_step, name="change_step"),
    path("escalation/steps/<int:pk>/switch/", views.switch_step, name="switch_step"),
    path("escalation/hours/", views.change_desk, name="change_desk"),
    path("escalation/on-call/", views.name_on_call, name="name_on_call"),
    path("escalation/on-call/<int:pk>/end/", views.end_on_call, name="end_on_call"),
    path("escalation/<int:pk>/", views.digest, name="digest"),
    path("escalation/<int:pk>/see-to/", views.see_to, name="see_to"),
]
