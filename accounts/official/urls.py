from django.urls import path

from accounts.official import views

app_name = "official"
urlpatterns = [
    path("", views.index, name="index"),
    path("accounts.json", views.accounts_json, name="accounts_json"),
    path("check.json", views.check_json, name="check_json"),
    path("poster/<int:pk>/", views.poster, name="poster"),
]
