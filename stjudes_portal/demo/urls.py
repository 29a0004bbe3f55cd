from django.urls import path

from stjudes_portal.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.sign_in_as, name="sign_in_as"),
    path("<int:pk>/", views.become, name="become"),
]
