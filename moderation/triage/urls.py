from django.urls import path

from moderation.triage import views

urlpatterns = [
    path("<int:pk>/triage/", views.triage, name="triage"),
    path("<int:pk>/priority/leave/", views.leave_lane, name="leave_lane"),
    path("<int:pk>/priority/enter/", views.enter_lane, name="enter_lane"),
    path("<int:pk>/changed/", views.note_edit, name="note_edit"),
    path("<int:pk>/gone/", views.note_gone, name="note_gone"),
    path("<int:pk>/links/", views.set_links, name="set_links"),
    path("authors/", views.authors, name="authors"),
    path("authors/<int:pk>/", views.author, name="author"),
    path("authors/<int:pk>/not-the-same/", views.not_the_same, name="not_the_same"),
    path("authors/<int:pk>/kind/", views.judge_author, name="judge_author"),
    path("triage/words/", views.word_list, name="word_list"),
    path("triage/words/try/", views.try_text, name="try_text"),
    path("triage/words/add/", views.add_term, name="add_term"),
    path("triage/words/switch/", views.switch_term, name="switch_term"),
]
