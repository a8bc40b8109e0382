"""The errors that kqa raises on purpose.

KqaError
├── UsageError          a question, option or argument that cannot be used
├── WorkspaceError      no workspace, or one that cannot be read or written
├── CorpusError         an article folder that is incomplete or damaged, an unknown key
│   └── IngestError     a source file that cannot be turned into an article
├── IndexingError       an index that cannot be built, or is in use
│   ├── StaleIndex      an index made from another corpus, model or setting: rebuilt by who needs it
│   └── DamagedIndex    an index whose files do not match their hashes: reported and rebuilt
├── ModelError          an encoder or reader that cannot be loaded
├── VerbatimError       a span that is not what the article says there: a defect, never shown
├── GoldError           a gold question file with a line that cannot be used
└── DraftError          a manuscript that cannot be read

Each message says what happened, the offending value, what was expected and the next command. Only the
command line and the chat catch them.
"""


class KqaError(Exception):
    """Anything that kqa reports to its user on purpose; the text is one clear line."""


class UsageError(KqaError):
    """A question, option or argument that cannot be used."""


class WorkspaceError(KqaError):
    """No workspace was found, or one that cannot be read or written."""


class CorpusError(KqaError):
    """An article folder is incomplete or damaged, or a key is unknown."""


class IngestError(CorpusError):
    """A source file cannot be turned into an article."""


class IndexingError(KqaError):
    """An index cannot be built, or another process is building it."""


class StaleIndex(IndexingError):
    """An index was made from another corpus, model or setting."""


class DamagedIndex(IndexingError):
    """An index has files that are missing or do not match their hashes."""


class ModelError(KqaError):
    """An encoder or reader cannot be loaded."""


class VerbatimError(KqaError):
    """A span does not hold the words it should; a defect of kqa, never shown as an answer."""


class GoldError(KqaError):
    """A gold question file has a line that cannot be used."""


class DraftError(KqaError):
    """A manuscript cannot be read."""
