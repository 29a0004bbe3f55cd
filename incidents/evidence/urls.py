from django.urls import URLPattern, path

from incidents.evidence import views

_PIECE = "<incident:ref>/evidence/<int:pk>"
urlpatterns: list[URLPattern] = [
    path("<incident:ref>/evidence/add/words/", views.add_words, name="add_words"),
    path("<incident:ref>/evidence/add/file/", views.add_file, name="add_file"),
    path("<incident:ref>/evidence/add/comment/", views.keep_comment, name="keep_comment"),
    path("reports/<incident:ref>/evidence/add/", views.add_evidence, name="add_evidence"),
    path(f"{_PIECE}/", views.evidence, name="evidence"),
    path(f"{_PIECE}/copy/", views.evidence_copy, name="evidence_copy"),
    path(f"{_PIECE}/copy/<int:number>.jpg", views.evidence_picture, name="evidence_picture"),
    path(f"{_PIECE}/original/", views.evidence_original, name="evidence_original"),
    path(f"{_PIECE}/check/", views.check_evidence, name="check_evidence"),
    path(f"{_PIECE}/set-aside/", views.set_aside_evidence, name="set_aside_evidence"),
]
