"""The demo's passwords pass the rules for passwords, always, and never come twice."""

import pytest
from django.contrib.auth.password_validation import validate_password

from rinde.capabilities.accounts.models import User
from rinde.sites.desk.demo.people import PEOPLE, fresh_password


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.mailbox)
def test_fresh_password_is_accepted_for(person) -> None:
    user = User(email=person.email, full_name=person.full_name, post=person.post)
    for _ in range(200):
        validate_password(fresh_password(), user)


def test_fresh_passwords_differ() -> None:
    assert len({fresh_password() for _ in range(1000)}) == 1000
