from django.urls import path

from moderation.words import views

urlpatterns = [
    path("templates/", views.templates, name="templates"),
    path("templates/add/", views.add_template, name="add_template"),
    path("templates/<slug:ref>/", views.template, name="template"),
    path("templates/<slug:ref>/switch/", views.switch_template, name="switch_template"),
    path("templates/<slug:ref>/restore/", views.restore_template, name="restore_template"),
    path("<int:pk>/opinion/", views.ask_opinion, name="ask_opinion"),
    path("opinions/<int:pk>/", views.opinion, name="opinion"),
    path("opinions/<int:pk>/withdraw/", views.withdraw_opinion, name="withdraw_opinion"),
    path("<int:pk>/let-answer/", views.let_answer, name="let_answer"),
    path("<int:pk>/lock-again/", views.lock_again, name="lock_again"),
    path("parents/", views.parents, name="parents"),
    path("<int:pk>/parents/", views.parent_path, name="parent_path"),
    path("<int:pk>/parents/outcome/", views.parent_outcome, name="parent_outcome"),
    path("<int:pk>/behaviour/", views.behaviour, name="behaviour"),
]
