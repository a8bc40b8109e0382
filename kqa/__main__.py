"""`python -m kqa` is `kqa`."""

import sys

from kqa.cli import main

sys.exit(main())
