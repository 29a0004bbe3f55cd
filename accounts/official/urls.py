from django.urls import URLPattern

app_name = "official"
urlpatterns: list[URLPattern] = []
