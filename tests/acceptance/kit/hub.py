# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""The training hub and EMR as a test sees them: what they hold, and the control interface, which makes faults."""
import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request

from .patience import Failure, patience


class Hub:
    def __init__(self, url):
        self.origin = url

    def ask(self, path, body=None, method=None):
        """JSON of a request to the sandbox."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.origin + path, data=data, method=method, headers={
            "Content-Type": "application/json", "Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    # --- the control interface (src/sandbox/orch-sandbox-control.c) -----------------------

    def control(self, order, **body):
        return self.ask(f"/control/{order}", body)

    def fault(self, kind, path, **more):
        """An error status ("503") or "slow", "stalled", "truncated", "cut-after-commit"…; count=-1: until cleared."""
        return self.control("fault", kind=str(kind), path=path, **more)

    def clear_faults(self):
        return self.ask("/control/fault", method="DELETE")

    def emr(self, **modes):
        """staff= and services=: "ok", "conflicts", "failure" or "slow"."""
        return self.control("emr-mode", **modes)

    def requests(self):
        return self.ask("/control/requests")

    def state(self):
        return self.ask("/control/state")

    # --- what it holds --------------------------------------------------------------------

    def resources(self, kind, server="hub"):
        """Every resource of that type, past pages and access rules. While the hub does not answer it is asked again;
        one that never does is a failure, for an empty list says that it answered and has none."""
        end = time.monotonic() + patience(10)
        while True:
            try:
                return self.ask(f"/control/resources?type={kind}&server={server}")
            except urllib.error.HTTPError as refusal:
                raise Failure(f"The hub refuses to say which {kind} it has: {refusal}") from refusal
            except (OSError, http.client.HTTPException) as silence:
                if time.monotonic() > end:
                    raise Failure(f"The hub does not say which {kind} it has: {silence!r}") from silence
            time.sleep(0.05)

    def mail(self):
        """What the hub would have sent, newest first."""
        return self.ask("/training/mail")["mail"]

    def activation_link(self):
        """The newest link of activation in the mail."""
        return next((link for message in self.mail() for link in message.get("links", ())
                     if link.startswith("orchestrateur://activate?")), None)


# --- reading FHIR ---------------------------------------------------------------------------

def kind_of(organization):
    return next((coding.get("code") for kind in organization.get("type", ()) for coding in kind.get("coding", ())
                 if coding.get("system", "").endswith("/organization-kind")), None)


def identifier(resource, system):
    return next((one.get("value") for one in resource.get("identifier", ()) if one.get("system", "").endswith(system)), None)


def duplicates(resources):
    """Identifiers of ours that more than one resource has."""
    seen = [identifier(resource, "urn:ietf:rfc:3986") for resource in resources]
    return sorted({one for one in seen if one and seen.count(one) > 1})
