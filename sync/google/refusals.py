"""What Google's refusals mean here, and what to do: a table, read from its
first row that fits.

A row fits when its code (0: any) and its sign, a regular expression, fit what
Google answered: the reason, and then the words. Sources: Google's pages on
resolving errors of Drive, on OAuth 2.0 and on IAM, and public reports of what
was answered. Each group names its source. A row that never fits does no harm,
and a missing one costs a person an hour. Google's own words are always shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TOKEN = "no token"  # noqa: S105  (the reason that is given where the token endpoint refused)
_ADMIN = "Ask an admin of your Google Workspace"


@dataclass(frozen=True)
class Meaning:
    """One refusal: what it means, and what to do next."""

    code: int
    sign: str
    means: str
    do: str

    def fits(self, code: int, message: str) -> bool:
        """Whether an answer is of this kind."""
        return (
            self.code in (0, code)
            and re.search(self.sign, message, re.DOTALL) is not None
        )

    @property
    def words(self) -> str:
        """What the refusal means, and what to do next."""
        return f"{self.means} {self.do}"


# The rows of one group go from the particular to the general.
TABLE: tuple[Meaning, ...] = (
    # -- no token: what the token endpoint, IAM and STS answer (pages on OAuth
    # 2.0 for service accounts, and on IAM) --
    Meaning(
        401,
        f"{TOKEN}.*(has not been used in project|SERVICE_DISABLED)",
        "The IAM Service Account Credentials API is off in the project that the tool belongs to.",
        "Open the address in Google's words as an owner of that project, press Enable, wait five minutes, and try again.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*(getAccessToken|signJwt|implicitDelegation)",
        "The account that this machine is may not act as the service account that [google] impersonate, or its workload"
        " identity file, names.",
        "In the Google Cloud console, IAM & Admin, Service Accounts, open that account, and under Permissions grant the role"
        " Service Account Token Creator to this machine's account.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*(Gaia id not found|NOT_FOUND)",
        "There is no service account of the name that [google] impersonate gives.",
        "Copy its address from the Google Cloud console, IAM & Admin, Service Accounts, into program.toml.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*(invalid_target|pool or provider)",
        "The workload identity pool or its provider is disabled, deleted, or not the one that the file names.",
        "Look at it in the Google Cloud console, IAM & Admin, Workload Identity Federation, and download its configuration"
        " file again.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*(ID Token|subject_token|attribute condition)",
        "Workload identity did not accept the token that this machine has for itself.",
        "Compare issuer, audience and attribute conditions of the provider (IAM & Admin, Workload Identity Federation) with"
        " those of this machine.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*unauthorized_client",
        "This service account may not act for that person.",
        f"{_ADMIN} to allow it in the Admin console: Security, Access and data control, API controls, Domain-wide delegation,"
        " with the account's client id and the scopes that `sync doctor` names. It may take a day to be in force.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*Invalid email",
        "There is no such person as [google] act_as names, or they are not of the domain.",
        "Correct act_as in program.toml.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*(account not found|account_not_found|Account has been deleted)",
        "This service account does not exist any more.",
        "Make another and its key in the Google Cloud console, share the program's folder with it, and name its key file in"
        " program.toml.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*Invalid JWT Signature",
        "This key is not valid any more, or its file was changed.",
        "Make a new key for the service account (Google Cloud console, IAM & Admin, Service Accounts, Keys), and name its file"
        " in program.toml.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*reasonable timeframe",
        "This machine's clock is wrong by minutes.",
        "Set it, or let it be set from the network (`timedatectl set-ntp true`).",
    ),
    Meaning(
        401,
        f"{TOKEN}.*(deleted_client|invalid_client)",
        "The OAuth client does not exist any more, or its file was changed.",
        "Make another in the Google Cloud console (Google Auth Platform, Clients), put its file in the old one's place, and run"
        " `sync login`.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*(admin_policy_enforced|access_not_configured|org_internal|access_denied)",
        "The domain does not let this app in, or the account counts as under 18.",
        f"{_ADMIN} to trust the OAuth client's id in the Admin console (Security, Access and data control, API controls, Manage app"
        " access), and to mark the account as 18 or older (Account, Account settings, Age-based access).",
    ),
    Meaning(
        401,
        f"{TOKEN}.*invalid_scope",
        "The scopes that the tool asks for are not allowed to these credentials.",
        "Run `sync login` again and leave every box ticked. Or ask an admin of your Google Workspace to allow them: Admin console,"
        " Security, Access and data control, API controls.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*invalid_rapt",
        "The domain asks people to sign in again after some hours, and this consent is older.",
        "Run `sync login` again; for a run that nobody watches use a service account, or let an admin trust the app (Admin"
        " console, Security, Google Cloud session control).",
    ),
    Meaning(
        401,
        f"{TOKEN}.*([Aa]ccount is disabled|disabled_client|suspended)",
        "The account, or the OAuth client, is disabled or suspended.",
        "Enable it: people in the Admin console, service accounts and clients in the Google Cloud console.",
    ),
    Meaning(
        401,
        f"{TOKEN}.*invalid_grant",
        "The consent has run out or was revoked.",
        "Run `sync login` again. If that comes every seven days, publish the app: Google Cloud console, Google Auth Platform, Audience.",
    ),
    Meaning(
        401,
        TOKEN,
        "The credentials were not accepted.",
        "Run `sync doctor`, which says which they are; renew them.",
    ),
    Meaning(
        401,
        "",
        "Google no longer accepts the token.",
        "Run the same command again; if it stays, renew the credentials that `sync doctor` names.",
    ),
    # -- the project and its scopes (page on resolving errors;
    # google.rpc.ErrorInfo) --
    Meaning(
        403,
        "SERVICE_DISABLED|accessNotConfigured|has not been used in project",
        "This API is off in the Google Cloud project that the tool belongs to.",
        "Open the address in Google's words as an owner of the project, press Enable, wait five minutes, and try again.",
    ),
    Meaning(
        403,
        "USER_PROJECT_DENIED|required permission to use project",
        "The account may not use the Google Cloud project that its calls are counted for.",
        "Grant it the role Service Usage Consumer there, or name a project of its own:"
        " `gcloud auth application-default set-quota-project PROJECT`.",
    ),
    Meaning(
        403,
        "requires a quota project",
        "These credentials belong to no project, so Google cannot count their calls.",
        "Run `gcloud auth application-default set-quota-project PROJECT`, with a project in which the APIs are on.",
    ),
    Meaning(
        403,
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT|insufficientPermissions|insufficient authentication scopes",
        "The credentials were given fewer rights (scopes) than the tool needs.",
        "Run `sync login` again and leave every box ticked. Credentials of this machine are made with `gcloud auth"
        " application-default login --client-id-file=client.json --scopes=` and the scopes that `sync doctor` names, since gcloud's own"
        " client is refused Drive; a virtual machine of Google's has those that it was started with.",
    ),
    # -- storage and places (page on resolving errors of Drive) --
    Meaning(
        403,
        "Service Accounts do not have storage quota",
        "A service account owns no storage, so it can make nothing in its own Drive, nor in a folder of somebody's My Drive.",
        "Make a shared drive, add the service account to it as Content manager, and write its id (the end of its address) as"
        " folder under [google] in program.toml. Or let it act for a person of your domain: act_as.",
    ),
    Meaning(
        403,
        "storageQuotaExceeded",
        "The storage of the account that the files belong to is full; forms take no answers either while it is.",
        "Empty its trash or buy more storage, or use an account of the program's own.",
    ),
    Meaning(
        403,
        "numChildrenInNonRootLimitExceeded|teamDriveFileLimitExceeded|activeItemCreationLimitExceeded",
        "The folder or shared drive is full.",
        "Name another folder under [google] in program.toml, or clear this one out.",
    ),
    Meaning(
        403,
        "parentNotAFolder",
        "What [google] folder names is a file.",
        "Open the folder in Drive and copy the end of its address into program.toml.",
    ),
    # -- sharing (page on resolving errors of Drive; settings of shared drives)
    Meaning(
        403,
        "publishOutNotPermitted",
        "Your domain does not let forms be answered by people outside of it.",
        'Write responders = ["domain:your.domain"] under [form] in program.toml; or ask an admin of your Google Workspace to'
        " allow it: Admin console, Apps, Google Workspace, Drive and Docs, Sharing settings.",
    ),
    Meaning(
        403,
        "domainPolicy|[Dd]omain administrators have disabled",
        "Your domain lets no app like this one into its Drive.",
        f"{_ADMIN} to trust it: Admin console, Security, Access and data control, API controls, and Apps, Google Workspace, Drive"
        " and Docs, Features and Applications.",
    ),
    Meaning(
        403,
        "shareOutNotPermitted",
        "Your domain does not allow sharing outside of it.",
        "Use addresses of your own domain, or ask an admin of your Google Workspace to allow it: Admin console, Apps, Google"
        " Workspace, Drive and Docs, Sharing settings.",
    ),
    Meaning(
        403,
        "teamDriveDomainUsersOnlyRestriction|teamDriveTeamMembersOnlyRestriction"
        "|cannotShareTeamDriveTopFolderWithAnyoneOrDomains",
        "The shared drive's settings do not allow this sharing.",
        "A manager of the shared drive changes it in Drive: the drive's name, Shared drive settings. Or make the program's"
        " folder elsewhere.",
    ),
    Meaning(
        0,
        "successfully shared but",
        "It was shared; only Google's mail about it did not go.",
        "Run `sync provision` again without --notify, and tell them yourself.",
    ),
    Meaning(
        0,
        "invalidSharingRequest|no Google account associated",
        "Google does not know this address as an account or a group.",
        "Correct it in districts.csv or program.toml; an address without a Google account cannot open a sheet.",
    ),
    Meaning(
        403,
        "sharingRateLimitExceeded",
        "Google limits how much one account shares in a day.",
        "Run the same command again tomorrow: what is shared already stays so.",
    ),
    Meaning(
        403,
        "dailyLimitExceeded",
        "The project's calls for today are used up.",
        "Run the same command again tomorrow.",
    ),
    # -- files (page on resolving errors of Drive; Forms and Sheets give no
    # reason) --
    Meaning(
        403,
        "insufficientFilePermissions|sufficient permissions for this file|insufficientParentPermissions",
        "The tool's account may look at this file or folder, but not change it.",
        "Share it with that account as Editor (in a shared drive: as Content manager).",
    ),
    Meaning(
        403,
        "appNotAuthorizedToFile",
        "With the scope drive.file the tool reaches only files "
        "that it made. It did not make this one.",
        "Write the id of the folder that holds it as folder under [google] in program.toml; then the tool asks for more.",
    ),
    Meaning(
        404,
        "",
        "It is not there, or not shared with the tool's account.",
        "Look whether it is in the trash, and share it with the account that `sync doctor` names, as Editor.",
    ),
    Meaning(
        400,
        "protected cell|protected range",
        "Somebody took the tool's account out of the protection of its own cells.",
        "Run `sync provision`, which puts it back; if that is refused too, remove the protection in the sheet: Data, Protect"
        " sheets and ranges.",
    ),
    Meaning(
        400,
        "No grid with id|no grid with id",
        "One of the tool's own tabs was deleted.",
        "Run `sync provision`, which prints it again.",
    ),
    Meaning(
        400,
        "[Rr]evision|FAILED_PRECONDITION",
        "Somebody changed the form at the same moment.",
        "Run the same command again.",
    ),
    Meaning(
        400,
        "above the limit|10000000 cells|workbook.*cells",
        "The sheet has grown to as many cells as Google allows.",
        "Delete tabs that the tool did not make, and empty columns beside its own.",
    ),
    Meaning(
        403,
        "does not have permission|PERMISSION_DENIED",
        "The tool's account may not open or change this.",
        "Share it with the account that `sync doctor` names, as Editor.",
    ),
)


def meaning_of(code: int, reason: str, message: str) -> Meaning | None:
    """The first row that fits an answer: its code, its reason (empty where
    Google gives none) and its words.
    """
    text = f"{reason} {message}"
    return next((row for row in TABLE if row.fits(code, text)), None)
