"""What takes long to make, made once for all processes of a test run; to be read, not written."""

import pickle
import shutil

from filelock import FileLock


class Shelf:
    """A folder that all processes of one test run share."""

    def __init__(self, folder):
        self.folder = folder

    def place(self, name, make):
        """Return the folder of this name; the first who asks for it lets it be filled."""
        place, made = self.folder / name, self.folder / f"{name}.made"
        with FileLock(self.folder / f"{name}.lock"):
            if not made.exists():
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir()
                make(place)
                made.touch()
        return place

    def value(self, name, make):
        """Return what is made, or a copy of what another process made."""
        made = []

        def keep(folder):
            made.append(make())
            (folder / "value.pickle").write_bytes(pickle.dumps(made[0]))

        folder = self.place(name, keep)
        return made[0] if made else pickle.loads((folder / "value.pickle").read_bytes())  # noqa: S301
