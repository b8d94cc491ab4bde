"""Exit codes, so that a shell script can gate an order. 0 is the only one that clears."""

from __future__ import annotations

from licet.model.determination import Verdict

CLEAR = 0
FAILED = 1
BAD_INPUT = 2

LISTED = 40
MAYBE_LISTED = 41

OF_VERDICT = {
    Verdict.CLEAR: CLEAR,
    Verdict.CLEAR_VERIFY: 10,
    Verdict.NOT_COVERED: 11,
    Verdict.AUTHORISATION_AVAILABLE: 20,
    Verdict.NOTIFY_AUTHORITY: 21,
    Verdict.LICENCE_REQUIRED: 22,
    Verdict.PROHIBITED: 23,
    Verdict.OPEN: 30,
}

MEANINGS = {
    CLEAR: "clear: no law encoded here asks for anything",
    FAILED: "a case of `licet law test` failed",
    BAD_INPUT: "bad input: a shipment, an option or the law cannot be read",
    10: "clear on the law known here, but the day lies beyond it: verify",
    11: "clear under the laws asked, but the law of the country of departure is not among them",
    20: "an exception or general authorisation is available, under conditions to confirm",
    21: "notify the authority first",
    22: "a licence is required",
    23: "prohibited",
    LISTED: "`licet screen`: a listed party",
    MAYBE_LISTED: "`licet screen`: perhaps a listed party; compare and decide",
    30: "open: facts are missing or the law could not be confirmed; the answer is an interval",
}
