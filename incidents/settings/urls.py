from django.urls import path

from incidents.settings import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/change/", views.change_settings, name="change_settings"),
    path("settings/seniors/<int:person_pk>/head/", views.name_head, name="name_head"),
    path("settings/seniors/<int:person_pk>/", views.order_seniors, name="order_seniors"),
]
