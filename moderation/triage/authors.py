"""Who writes to the school, as a platform knows them: found by its number for them, else by their name (M3)."""

from collections.abc import Iterable

from accounts.models import Account
from moderation.models import Author, author_key


def authors_of(account: Account, people: Iterable[tuple[str, str]]) -> dict[str, Author]:
    """The authors of some (name, the platform's number), by `author_key`; those that are new are made.

    One query where all are known, else three, however many. Two at once make one author, not two. Whoever has
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
        Author.objects.bulk_create(
            [
                Author(
                    platform=account.platform,
                    key=key,
                    name=" ".join(wanted[key][0].split())[:255],
                    external_id=wanted[key][1][:255],
                )
                for key in missing
            ],
            ignore_conflicts=True,
        )
        known |= {author.key: author for author in of_platform.filter(key__in=missing)}
    return known
