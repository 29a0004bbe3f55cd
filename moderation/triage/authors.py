"""Who writes to the school, as a platform knows them: found by its number for them, else by their name (M3)."""

from collections.abc import Iterable

from accounts.models import Account
from moderation.models import Author, Ban, author_key
from moderation.states import AuthorKind


def authors_of(account: Account, people: Iterable[tuple[str, str]]) -> dict[str, Author]:
    """The authors of some (name, the platform's number), by `author_key`; those that are new are made.

    One query where all are known, else five, however many. A new one who may be a journalist, or a blocked author, whom
    the school knows the other way is marked so. Two at once make one author, not two. Whoever has
    neither name nor number is no author.
    """
    wanted: dict[str, tuple[str, str]] = {}
    for name, external_id in people:
        if key := author_key(name, external_id):
            wanted.setdefault(key, (name, external_id))
    if not wanted:
        return {}
    of_platform = Author.objects.filter(platform=account.platform)
    known = {author.key: author for author in of_platform.filter(key__in=wanted)}
    missing = sorted(wanted.keys() - known.keys())  # in one order, so that two at once do not wait for each other
    if missing:
        alike = _alike(account, [wanted[key] for key in missing])
        Author.objects.bulk_create(
            [
                Author(
                    platform=account.platform,
                    key=key,
                    name=" ".join(wanted[key][0].split())[:255],
                    external_id=wanted[key][1][:255],
                    maybe=alike.get(key),
                    maybe_journalist=key in alike and alike[key].is_journalist,
                )
                for key in missing
            ],
            ignore_conflicts=True,
        )
        known |= {author.key: author for author in of_platform.filter(key__in=missing)}
    return known


def _alike(account: Account, people: Iterable[tuple[str, str]]) -> dict[str, Author]:
    """Journalists and blocked authors who may be one of `people`, by the `author_key` of those. Two queries.

    Of the same name, and known the other way: by name alone where the platform's number came now, or by a number
    where it did not. Two numbers are two people.
    """
    of_platform = Author.objects.filter(platform=account.platform)
    blocked = of_platform.filter(pk__in=Ban.objects.in_force().values("author"))
    journalists = of_platform.filter(kind=AuthorKind.JOURNALIST)
    known = {(author_key(one.name), bool(one.external_id)): one for one in (*blocked, *journalists)}
    found = {}
    for name, external_id in people:
        one = known.get((author_key(name), not external_id))
        if one is not None and name.strip():
            found[author_key(name, external_id)] = one
    return found


def mark_alike(author: Author) -> list[int]:
    """Mark those who may be the journalist `author`, and were not judged yet. Returns their ids."""
    others = Author.objects.filter(platform=author.platform, judged_at=None, maybe=None).exclude(pk=author.pk)
    if author.external_id:
        others = others.filter(key=author_key(author.name)) if author.name.strip() else others.none()
    else:
        others = others.filter(name__iexact=author.name).exclude(external_id="")
    pks = list(others.values_list("pk", flat=True))
    Author.objects.filter(pk__in=pks).update(maybe=author, maybe_journalist=True)
    return pks
