"""What Google answers is shown in a person's words."""

from __future__ import annotations

import pytest

from sync.google.refusals import TABLE, meaning_of

pytestmark = pytest.mark.whole


# What Google answers, by reason and words, for each row of the table: from its
# pages and from public reports.
ANSWERS = [
    (
        401,
        "no token",
        "PERMISSION_DENIED: IAM Service Account Credentials API has not been used in project 1 before",
        "API is off",
    ),
    (
        401,
        "no token",
        "PERMISSION_DENIED: Permission 'iam.serviceAccounts.getAccessToken' denied on resource",
        "Token Creator",
    ),
    (
        401,
        "no token",
        "NOT_FOUND: Not found; Gaia id not found for email x@y.iam.gserviceaccount.com",
        "Copy its address",
    ),
    (
        401,
        "no token",
        'invalid_target: The target service indicated by the "audience" parameters is invalid.',
        "download its",
    ),
    (
        401,
        "no token",
        "invalid_grant: The audience in ID Token [a] does not match the expected audience b.",
        "Compare issuer",
    ),
    (
        401,
        "no token",
        "unauthorized_client: Client is unauthorized to retrieve access tokens using this method",
        "delegation",
    ),
    (
        401,
        "no token",
        "invalid_grant: Invalid email or User ID",
        "Correct act_as",
    ),
    (
        401,
        "no token",
        "invalid_grant: Invalid grant: account not found",
        "Make another and its key",
    ),
    (
        401,
        "no token",
        "invalid_grant: Invalid JWT Signature.",
        "Make a new key",
    ),
    (
        401,
        "no token",
        "invalid_grant: Token must be a short-lived token and in a reasonable timeframe.",
        "clock is wrong",
    ),
    (
        401,
        "no token",
        "deleted_client: The OAuth client was deleted.",
        "Make another in the",
    ),
    (401, "no token", "admin_policy_enforced: ", "trust the OAuth client"),
    (
        401,
        "no token",
        "invalid_scope: Some requested scopes were not granted.",
        "every box ticked",
    ),
    (
        401,
        "no token",
        "invalid_grant: reauth related error (invalid_rapt)",
        "sign in again",
    ),
    (
        401,
        "no token",
        "invalid_grant: Token has been expired or revoked.",
        "seven days",
    ),
    (401, "no token", "something new", "renew them"),
    (401, "authError", "Invalid Credentials", "no longer accepts the token"),
    (
        403,
        "accessNotConfigured",
        "Google Drive API has not been used in project 1 before or it is disabled.",
        "press Enable",
    ),
    (
        403,
        "USER_PROJECT_DENIED",
        "Caller does not have required permission to use project p.",
        "Service Usage Consumer",
    ),
    (
        403,
        "",
        "The drive.googleapis.com API requires a quota project, which is not set by default.",
        "set-quota-project",
    ),
    (
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        "fewer rights",
    ),
    (
        403,
        "storageQuotaExceeded",
        "Service Accounts do not have storage quota. Leverage shared drives",
        "Content manager",
    ),
    (
        403,
        "storageQuotaExceeded",
        "The user's Drive storage quota has been exceeded.",
        "Empty its trash",
    ),
    (
        403,
        "numChildrenInNonRootLimitExceeded",
        "The limit for this folder's number of children has been exceeded.",
        "another folder",
    ),
    (
        403,
        "parentNotAFolder",
        "The specified parent is not a folder.",
        "end of its address",
    ),
    (403, "publishOutNotPermitted", "", "responders ="),
    (
        403,
        "domainPolicy",
        "The domain administrators have disabled Drive apps.",
        "to trust it",
    ),
    (403, "shareOutNotPermitted", "", "Sharing settings"),
    (
        400,
        "invalidSharingRequest",
        "The items were successfully shared but emails could not be sent",
        "without --notify",
    ),
    (401, "no token", "invalid_grant: Account is disabled", "Enable it"),
    (
        400,
        "",
        "Invalid requests[0].updateCells: No grid with id: 102",
        "prints it again",
    ),
    (403, "teamDriveDomainUsersOnlyRestriction", "", "Shared drive settings"),
    (
        400,
        "invalidSharingRequest",
        "Since there is no Google account associated with this email address",
        "Correct it in districts.csv",
    ),
    (
        403,
        "sharingRateLimitExceeded",
        "Rate limit exceeded. User message: you have exceeded your sharing quota.",
        "tomorrow",
    ),
    (403, "dailyLimitExceeded", "Daily Limit Exceeded", "for today"),
    (
        403,
        "insufficientFilePermissions",
        "The user does not have sufficient permissions for this file.",
        "as Editor",
    ),
    (
        403,
        "appNotAuthorizedToFile",
        "The user has not granted the app access to the file.",
        "as folder under",
    ),
    (404, "notFound", "File not found: x.", "in the trash"),
    (
        400,
        "",
        "You are trying to edit a protected cell or object.",
        "Protect sheets and ranges",
    ),
    (
        400,
        "",
        "Revision ID does not match the latest revision.",
        "at the same moment",
    ),
    (
        400,
        "",
        "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        "as many cells",
    ),
    (403, "", "The caller does not have permission", "may not open or change"),
]


@pytest.mark.parametrize(
    ("code", "reason", "said", "words"),
    ANSWERS,
    ids=[f"{a[0]}-{a[2][:40]}" for a in ANSWERS],
)
def test_what_google_says_is_shown_in_a_persons_words(
    code: int, reason: str, said: str, words: str
) -> None:
    row = meaning_of(code, reason, said)
    assert row
    assert words in row.words


def test_every_row_of_the_table_is_reached() -> None:
    reached = [
        meaning_of(code, reason, said) for code, reason, said, _ in ANSWERS
    ]
    assert [row.sign for row in TABLE if row not in reached] == []
    for row in TABLE:
        assert row.means.endswith("."), row
        assert row.do.endswith((".", "PROJECT`.")), row
