"""What can go wrong, for callers to catch.

ExplorerError
├── StoreError                    papers.sqlite or user.sqlite
│   ├── StoreNotFoundError
│   ├── StoreVersionError         written by a newer version of the program
│   ├── StoreBusyError            another process is writing
│   ├── StoreUnwritableError      read-only folder, full disk
│   ├── StoreDamagedError
│   ├── WrongStoreError           real papers and the demonstration never mix
│   ├── NothingSavedError         nothing to back up yet
│   ├── BackupTargetError         a backup over a file that is none
│   └── BackupUnusableError       a file that cannot be restored
├── PaperFileError                a file given to import, or to export to
│   ├── PaperFileNotFoundError
│   ├── PaperFileFormatError      empty, truncated, not what its name says
│   ├── MissingColumnsError
│   ├── BadRecordsError           some lines could not be read
│   └── PaperFileUnwritableError
├── FetchError                    arXiv did not give what was asked
│   ├── FetchRefusedError         403: stop at once
│   ├── FetchUnreadableError      an answer that is no page of results
│   └── FetchIncompleteError      the answer did not add up
├── ScopeError                    which papers to look at
│   ├── UnknownCategoryError
│   ├── BadDateError
│   ├── BadCutoffError            a back-test that the papers held do not allow
│   ├── NoListError               OAI-PMH does not have every category
│   ├── NothingToChooseError      filters beside words that make one niche
│   └── TooFewPapersError
├── RunError                      the results of an analysis
│   ├── RunNotFoundError
│   ├── RunDamagedError
│   ├── BackTestNotFoundError
│   ├── BackTestDamagedError
│   ├── NoWhiteSpaceError         made before runs kept white space
│   ├── RunWithoutFieldError      made before niches could be made of words
│   └── NothingToCompareError     a run that goes on from no other
├── PlanError                     what a person keeps
│   ├── NicheNotFoundError
│   ├── OwnNameError              empty, or too long for a name
│   ├── OwnMergeError             a niche in itself, or in a part of it
│   ├── PlanNotFoundError
│   ├── RungIncompleteError       no done-when, or no paper
│   ├── BadHoursError             hours that no week or rung can have
│   ├── BadLogEntryError          minutes or a day that no log can hold
│   ├── EditConflictError         somebody else saved first
│   ├── ProfileError              what a person says of themselves
│   │   ├── BadProfileError       a part that cannot be kept
│   │   ├── ProfileFileError      a file that cannot be taken in
│   │   └── ProfileChangedError   somebody else saved first
│   └── PlanFileError             a plan file to import, or to export to
│       ├── PlanFileUnreadableError
│       ├── PlanFileFormatError   of another program, truncated, hostile
│       ├── PlanFileVersionError  written by a newer version of the program
│       ├── PlanKeptError         its niche has another plan here
│       └── PlanFileUnwritableError
└── RefreshIncompleteError        a refresh went wrong, wholly or in part

Facts go to the constructor, words to ``__str__``: an error says the same after pickling.
"""

from explorer.errors.base import ExplorerError, RefreshIncompleteError
from explorer.errors.papers import (
    BadRecordsError,
    FetchError,
    FetchIncompleteError,
    FetchRefusedError,
    FetchUnreadableError,
    MissingColumnsError,
    PaperFileError,
    PaperFileFormatError,
    PaperFileNotFoundError,
    PaperFileUnwritableError,
)
from explorer.errors.plan_files import (
    PlanFileError,
    PlanFileFormatError,
    PlanFileUnreadableError,
    PlanFileUnwritableError,
    PlanFileVersionError,
    PlanKeptError,
)
from explorer.errors.profiles import (
    BadProfileError,
    ProfileChangedError,
    ProfileError,
    ProfileFileError,
)
from explorer.errors.results import (
    BackTestDamagedError,
    BackTestNotFoundError,
    BadCutoffError,
    BadDateError,
    BadHoursError,
    BadLogEntryError,
    EditConflictError,
    NicheNotFoundError,
    NoListError,
    NothingToChooseError,
    NothingToCompareError,
    NoWhiteSpaceError,
    OwnMergeError,
    OwnNameError,
    PlanError,
    PlanNotFoundError,
    RunDamagedError,
    RunError,
    RungIncompleteError,
    RunNotFoundError,
    RunWithoutFieldError,
    ScopeError,
    TooFewPapersError,
    UnknownCategoryError,
)
from explorer.errors.stores import (
    BackupTargetError,
    BackupUnusableError,
    NothingSavedError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreNotFoundError,
    StoreUnwritableError,
    StoreVersionError,
    WrongStoreError,
)

__all__ = [
    "BackTestDamagedError",
    "BackTestNotFoundError",
    "BackupTargetError",
    "BackupUnusableError",
    "BadCutoffError",
    "BadDateError",
    "BadHoursError",
    "BadLogEntryError",
    "BadProfileError",
    "BadRecordsError",
    "EditConflictError",
    "ExplorerError",
    "FetchError",
    "FetchIncompleteError",
    "FetchRefusedError",
    "FetchUnreadableError",
    "MissingColumnsError",
    "NicheNotFoundError",
    "NoListError",
    "NoWhiteSpaceError",
    "NothingSavedError",
    "NothingToChooseError",
    "NothingToCompareError",
    "OwnMergeError",
    "OwnNameError",
    "PaperFileError",
    "PaperFileFormatError",
    "PaperFileNotFoundError",
    "PaperFileUnwritableError",
    "PlanError",
    "PlanFileError",
    "PlanFileFormatError",
    "PlanFileUnreadableError",
    "PlanFileUnwritableError",
    "PlanFileVersionError",
    "PlanKeptError",
    "PlanNotFoundError",
    "ProfileChangedError",
    "ProfileError",
    "ProfileFileError",
    "RefreshIncompleteError",
    "RunDamagedError",
    "RunError",
    "RunNotFoundError",
    "RunWithoutFieldError",
    "RungIncompleteError",
    "ScopeError",
    "StoreBusyError",
    "StoreDamagedError",
    "StoreError",
    "StoreNotFoundError",
    "StoreUnwritableError",
    "StoreVersionError",
    "TooFewPapersError",
    "UnknownCategoryError",
    "WrongStoreError",
]
