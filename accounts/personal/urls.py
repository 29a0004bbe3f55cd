from django.urls import path

from accounts.personal import views

app_name = "personal"
urlpatterns = [
    path("", views.index, name="index"),
    path("declare/", views.declare, name="declare"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/send-again/", views.send_again, name="send_again"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/ask-for-change/", views.ask_for_change, name="ask_for_change"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
