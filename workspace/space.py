"""A workspace: the three services, identities and weather behind one file, and
the table of methods.
"""

from __future__ import annotations

from pathlib import Path

from workspace.drive import FORM, SHEET
from workspace.drive.access import Access
from workspace.drive.changes import Changes
from workspace.drive.comments import Comments
from workspace.drive.drives import Drives, about
from workspace.drive.files import Files
from workspace.drive.permissions import Permissions
from workspace.forms.api import Forms
from workspace.forms.shelf import FormShelf
from workspace.iam import Iam
from workspace.identity import Identities
from workspace.sheets.api import Sheets
from workspace.sheets.desk import Desk
from workspace.store import Store
from workspace.weather import Weather
from workspace.wire import Handler, Wire


class Workspace:
    """Everything behind one file: the three services, identities, weather, and
    the table of methods.
    """

    def __init__(self, path: Path | str, control: bool = False) -> None:
        self.store = Store(path)
        self.url = "http://127.0.0.1"
        self.control = control
        self.weather = Weather()
        self.identities = Identities(self.store, self._url)
        self.iam = Iam(self.identities)
        self.access = Access(self.store)
        self.files = Files(self.access, self._url)
        self.desk = Desk(self.access)
        self.sheets = Sheets(self.desk, self.files, self._url)
        self.forms = Forms(FormShelf(self.access, self._url), self.files)
        self.files.contents = {SHEET: self.desk.shelf, FORM: self.forms.shelf}
        self.methods = self._methods()
        self.wire = Wire(
            self.store,
            self.identities,
            self.access.admin,
            self.weather,
            self.methods,
        )

    def _url(self) -> str:
        return self.url

    def reset(self) -> None:
        """Forget everything, and let the weather be fine."""
        self.store.clear()
        self.weather.clear()
        self.desk.forget()
        self.wire.calls = []

    def _methods(self) -> dict[str, Handler]:
        files, permissions, drives = (
            self.files,
            Permissions(self.access),
            Drives(self.access),
        )
        changes, comments = Changes(self.access, files), Comments(self.access)
        return {
            "drive.about.get": about,
            "drive.changes.getStartPageToken": changes.start,
            "drive.changes.list": changes.list,
            "drive.comments.create": comments.create,
            "drive.comments.list": comments.list,
            "drive.drives.create": drives.create,
            "drive.drives.delete": drives.delete,
            "drive.drives.get": drives.get,
            "drive.drives.list": drives.list,
            "drive.drives.update": drives.update,
            "drive.files.copy": files.copy,
            "drive.files.create": files.create,
            "drive.files.delete": files.delete,
            "drive.files.emptyTrash": files.empty_trash,
            "drive.files.export": files.export,
            "drive.files.generateIds": files.generate_ids,
            "drive.files.get": files.get,
            "drive.files.list": files.find,
            "drive.files.update": files.update,
            "drive.permissions.create": permissions.create,
            "drive.permissions.delete": permissions.delete,
            "drive.permissions.get": permissions.get,
            "drive.permissions.list": permissions.list,
            "drive.permissions.update": permissions.update,
            **self.forms.methods(),
            **self.sheets.methods(),
        }
