"""Shapes of accounts on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from mancrel.accounts.passwords import is_common
from mancrel.accounts.permissions import Role
from mancrel.kit.schema import Email, Flag, In, Name, Out, Ref, Text, TimeZone, example

MIN_PASSWORD = 8
MAX_PASSWORD = 256
MAX_CODE = 64


def _is_uncommon(password: str) -> str:
    if is_common(password):
        message = "is one of the most common passwords; choose another"
        raise ValueError(message)
    return password


Password = Annotated[
    str,
    StringConstraints(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD),
    AfterValidator(_is_uncommon),
]


class Credentials(In, json_schema_extra=example(email="ann@shop.example", password="correct horse battery")):
    """What one types to sign in."""

    email: Annotated[Text, Field(max_length=254)]
    password: Annotated[Text, Field(max_length=MAX_PASSWORD)]
    code: Annotated[Text | None, Field(max_length=MAX_CODE)] = None


class Me(Out):
    """The signed-in user."""

    id: UUID
    email: str
    name: str
    role: Role
    teams: list[Ref]
    permissions: list[str]
    time_zone: str | None
    must_enrol_second_factor: bool


class MePatch(In):
    """What users change about themselves."""

    time_zone: TimeZone = "UTC"


class SessionOut(Out):
    """A fresh access token; the refresh token travels in an HttpOnly cookie."""

    access_token: str
    token_type: str
    expires_in: int
    user: Me


class SecondFactorStatus(Out):
    """Whether the signed-in user has a second factor."""

    enabled_at: datetime | None
    recovery_codes_left: int
    required: bool


class SecondFactorStart(In, json_schema_extra=example(password="correct horse battery")):
    """The password, asked for again before a second factor is set up."""

    password: Annotated[Text, Field(max_length=MAX_PASSWORD)]


class SecondFactorSetup(Out):
    """What an authenticator app needs, shown once; ``qr_code`` is the address as an SVG data URI."""

    secret: str
    otpauth_uri: str
    qr_code: str


class SecondFactorCode(In, json_schema_extra=example(code="123456")):
    """The code that the app shows now."""

    code: Annotated[Text, Field(max_length=MAX_CODE)]


class RecoveryCodes(Out):
    """Codes that let the user in without the app, each once; they are not shown again."""

    recovery_codes: list[str]


class SecondFactorEnd(In, json_schema_extra=example(password="correct horse battery", code="123456")):
    """What proves that a second factor is its owner's to remove."""

    password: Annotated[Text, Field(max_length=MAX_PASSWORD)]
    code: Annotated[Text, Field(max_length=MAX_CODE)]


class InvitationOut(Out):
    """Whom an invitation is for."""

    email: str
    name: str
    role: Role


class InvitationAnswer(In, json_schema_extra=example(name="Ann Berg", password="correct horse battery")):
    """What an invited person chooses."""

    name: Name
    password: Password


class ResetRequest(In, json_schema_extra=example(email="ann@shop.example")):
    """Whose password is forgotten."""

    email: Email


class ResetAnswer(In, json_schema_extra=example(password="correct horse battery")):
    """The new password."""

    password: Password


class UserIn(In, json_schema_extra=example(email="ben@shop.example", name="Ben Kaya", role="rep")):
    """A new user, who is invited by link."""

    email: Email
    name: Name
    role: Role
    team_ids: Annotated[list[UUID], Field(max_length=100)] = []


class UserPatch(In):
    """Changes to a user."""

    name: Name = ""
    role: Role = Role.REP
    team_ids: Annotated[list[UUID], Field(max_length=100)] = []
    is_active: Flag = True


class UserOut(Out):
    """A user as an admin sees them."""

    id: UUID
    email: str
    name: str
    role: Role
    teams: list[Ref]
    is_active: bool
    invitation_pending: bool
    second_factor_at: datetime | None
    created_at: datetime
    updated_at: datetime
    last_login_at: datetime | None
    deleted_at: datetime | None


class InvitedUser(UserOut):
    """A new user and the link to hand over."""

    invitation_url: str


class InvitationLink(Out):
    """A new link for a user who has not come in yet."""

    invitation_url: str


class TeamIn(In, json_schema_extra=example(name="Export")):
    """A new team."""

    name: Name
    member_ids: Annotated[list[UUID], Field(max_length=1000)] = []


class TeamPatch(In):
    """Changes to a team."""

    name: Name = ""
    member_ids: Annotated[list[UUID], Field(max_length=1000)] = []


class TeamOut(Out):
    """A team and who is in it."""

    id: UUID
    name: str
    members: list[Ref]
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class Colleague(Out):
    """Someone to assign work to or to mention; by their address namesakes are told apart."""

    id: UUID
    name: str
    email: str
    role: Role
    is_active: bool


class Directory(Out):
    """Names to assign or mention."""

    users: list[Colleague]
    teams: list[Ref]
