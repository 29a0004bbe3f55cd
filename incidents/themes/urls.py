from django.urls import path

from incidents.themes import views

urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/csv/", views.themes_csv, name="themes_csv"),
]
