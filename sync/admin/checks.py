"""What may break, by the names under which ``sync doctor`` reports it; the
table in ``docs/running.md`` is printed from it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """What doctor looks at: what may be wrong with it, what you see as long as
    it is, and what to do.
    """

    name: str
    wrong: str
    seen: str
    step: str


_ALL_6 = "Every command ends with 6."
CHECKS = (
    Check(
        "configuration",
        "program.toml or districts.csv has a mistake.",
        f"{_ALL_6} It names the line.",
        "Mend the line that is named.",
    ),
    Check(
        "rosters and calendars",
        "A file in rosters/ or calendars/ has a mistake.",
        "`sync provision` ends with 6 and names the line; runs go on.",
        "Mend the line that is named.",
    ),
    Check(
        "teaching schedules",
        "A file in bells/, cycles/ or schedules/ has a mistake, or names nobody of Pairs.",
        "With a mistake the district is left as it was, and runs end with 4 (with 6 where it is the only one). Else no times are proposed.",
        "Mend the line that is named, or export it again.",
    ),
    Check(
        "form file",
        "A form file of your own has a mistake.",
        f"{_ALL_6} It names the place.",
        "Mend it, or take its name out of [form].",
    ),
    Check(
        "lock file",
        "program.lock.toml is damaged, or of a newer version.",
        _ALL_6,
        "Restore it from a backup, or update this program. Recovery says how it is found again without one.",
    ),
    Check(
        "command",
        "`sync` in a terminal is another program.",
        "Commands that you copy from here do something else.",
        "Write making-time, or its whole path.",
    ),
    Check(
        "schedule",
        "Nothing runs the program by itself.",
        "*Status* is of an earlier day and says so.",
        "`sync automate` makes the files of a schedule.",
    ),
    Check(
        "mail",
        "The mail server of letters and alerts is not named, or takes none.",
        "Coordinators get no letter, and you no alert.",
        "Correct [letter], and SYNC_SMTP_PASSWORD in the environment of the schedule.",
    ),
    Check(
        "state",
        "The state is damaged, full, of a newer version or of another program; or the last run was days ago.",
        "Commands end as the table below says.",
        "Do what the table below says.",
    ),
    Check(
        "lock",
        "Another command is at work with this program.",
        "A second one ends with 7.",
        "Wait for it, or end it.",
    ),
    Check(
        "disk",
        "The disk of the state is nearly full.",
        "`sync run` and `sync provision` end with 5 before they begin.",
        "Make room on it.",
    ),
    Check(
        "credentials",
        "Google no longer accepts the credentials, or limits their rights.",
        f"{_ALL_6} Sheets stay as they are.",
        "Look up Google's refusal in the table below.",
    ),
    Check(
        "network",
        "Google cannot be reached.",
        "A run ends with 5; the next one goes on.",
        "Look at the network; a proxy is named by HTTPS_PROXY.",
    ),
    Check(
        "clock",
        "This machine's clock is wrong.",
        "Google refuses a service account from five minutes on; a run ends with 8 from an hour on.",
        "Let it be set from the network.",
    ),
    Check(
        "Drive API",
        "The service is off in the project of the credentials.",
        _ALL_6,
        "Open the address in Google's words, and press Enable.",
    ),
    Check(
        "Forms API",
        "The service is off in the project of the credentials.",
        "Answers are not read.",
        "Open the address in Google's words, and press Enable.",
    ),
    Check(
        "Sheets API",
        "The service is off in the project of the credentials.",
        "Every district fails.",
        "Open the address in Google's words, and press Enable.",
    ),
    Check(
        "folder",
        "The program's folder is gone, in the trash, or not shared with the tool.",
        "`sync provision` refuses; runs may go on.",
        "Restore it, or share it with the tool's account again.",
    ),
    Check(
        "making",
        "The tool may not make files where it should.",
        "`sync provision` ends before a new sheet is made.",
        "Use a shared drive, or do what Google's refusal is said to mean, below.",
    ),
    Check(
        "opening a form",
        "Your domain does not let everyone answer a form.",
        "Mentors are asked to sign in, or see that they may not.",
        "Name who may answer as responders under [form].",
    ),
    Check(
        "opening a sheet",
        "Your domain does not let a coordinator open the sheet, or there is no such address.",
        "The coordinator is refused; runs go on.",
        "Mend the address in districts.csv, or ask an admin of the domain.",
    ),
    Check(
        "program",
        "A form or a sheet is gone, in the trash, cut short, without its mark, or of another year or edition.",
        "That district fails and is named, the others go on; for a year or an edition every command ends.",
        "Restore it in Drive, or run `sync provision`.",
    ),
    Check(
        "sharing",
        "Somebody who is named in your files may not open a file.",
        "They are refused by Google.",
        "Run `sync provision`.",
    ),
    Check(
        "readers",
        "Somebody who is not named in your files can open a file.",
        "`sync access` marks it.",
        "Take the person out in Drive: Share.",
    ),
    Check(
        "limits",
        "A form has very many answers, or the account's storage is nearly full.",
        "A form becomes slow; Google refuses writes once storage is full.",
        "Divide the program before next year; empty the trash.",
    ),
    Check(
        "feedback form",
        "Somebody switched on that it collects addresses.",
        "Answers show the addresses of those who gave them.",
        "Run `sync provision`, and delete the addresses in the form.",
    ),
    Check(
        "pairs",
        "A district's *Pairs* is empty.",
        "Its *Status* is empty.",
        "Coordinators fill it in, or `sync roster add`.",
    ),
    Check(
        "contacts",
        "A coordinator is the mentor of a mentee of the district.",
        "What the mentee asks is shown to the admin alone.",
        "Agree on a second contact.",
    ),
    Check(
        "form",
        "Coordinators evaluate teachers, or are mentors, and the form says otherwise or must say so.",
        "Mentors log less than they would.",
        "Name others in `districts.csv`, or set `coordinators_mentor` or `coordinators_evaluate`.",
    ),
    Check(
        "sheets",
        "There are more districts than doctor looks at.",
        "Only the first ones were looked at.",
        "`sync plan` looks at all.",
    ),
)
