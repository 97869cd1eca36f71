"""What scenarios are told with."""

from . import http2
from .certificates import Authority, SecureClient
from .patience import PATIENCE, SLOWNESS, eventually, ms, scaled
from .peers import (AnsweringOrigin, BlackHole, Client, Origin, ScriptedOrigin, echo_target,
                    nobody)
from .program import (ROOT, SANITIZED, TROUPE_BIN, TROUPE_EXAMPLES_DIR, Example, Process, Troupe,
                      free_address, has_symbol, memory, yaml)
from .scenario import Scenario, start, start_troupe
from .wire import (CHUNKED, CLOSE, Ended, Fields, Violation, Wire, chunked, request, response)
