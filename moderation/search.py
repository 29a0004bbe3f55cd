"""Finding items by words: PostgreSQL's own full-text search, and on SQLite every word looked for as it stands."""

import re
from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, F, Func, Q, Value
from django.db.models.sql.compiler import SQLCompiler

# -"a phrase", -word, "a phrase", word
_PART = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


class _Found(Func):
    """The vector is written as the index of the migration "search" has it, or the index is of no use."""

    output_field = BooleanField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        author, text, words = self.get_source_expressions()
        (a, a_params), (t, t_params), (w, w_params) = (compiler.compile(part) for part in (author, text, words))
        vector = f"moderation_words({a}, {t})"
        query, params = f"websearch_to_tsquery('english'::regconfig, {w})", [*a_params, *t_params, *w_params]
        if not self.extra.get("excludes"):
            # A name is kept as it stands: "Will" would be no word at all in English.
            query, params = f"({query} || websearch_to_tsquery('simple'::regconfig, {w}))", [*params, *w_params]
        return f"{vector} @@ {query}", params


def holds(words: str) -> Q | Func:
    """A condition for `filter()`: the text or the author's name holds what was asked for.

    "quoted words" stand together, and a word with a minus sign before it must not be there.
    """
    words = words.replace("\0", "")
    if connection.vendor == "postgresql":
        excludes = any(minus for minus, _, _ in _PART.findall(words))
        return _Found(F("author_name"), F("text"), Value(words, CharField()), excludes=excludes)
    found = Q()
    for minus, phrase, word in _PART.findall(words):
        if part := (phrase or word).strip():
            there = Q(text__icontains=part) | Q(author_name__icontains=part)
            found &= ~there if minus else there
    return found
