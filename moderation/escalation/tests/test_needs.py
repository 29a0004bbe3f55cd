"""What the clock adds to Today."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from moderation.escalation.needs import bank_holidays_run_out


@pytest.mark.parametrize(("day", "is_warned"), [((2028, 7, 1), False), ((2028, 7, 2), True), ((2029, 1, 1), True)])
def test_six_months_before_the_list_of_bank_holidays_ends_those_who_see_to_the_portal_are_warned(
    client, sign_in, school, head, admin, teacher, dsl, clock, day, is_warned
):
    clock.move_to(datetime(*day, 10, tzinfo=UTC))
    for person in (head, admin):
        found = bank_holidays_run_out(person)
        assert [need.url for need in found] == [f"{reverse('moderation:definitions')}#days-off"] * is_warned
        assert all("only up to Sunday 31 December 2028" in need.sentence for need in found)
    sign_in(client, admin)
    assert ("bank holidays only up to" in client.get("/").content.decode()) is is_warned
    assert ("That list ends soon" in client.get(reverse("moderation:definitions")).content.decode()) is is_warned
    assert bank_holidays_run_out(teacher) == bank_holidays_run_out(dsl) == []
