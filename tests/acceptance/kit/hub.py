# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""What the training hub holds, asked over HTTP, and its control interface, which makes faults."""
import json
import urllib.error
import urllib.parse
import urllib.request


class Hub:
    def __init__(self, url):
        self.origin = url

    def ask(self, path, body=None, method=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.origin + path, data=data, method=method,
                                         headers={"Content-Type": "application/json", "Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=15) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    def control(self, path, body=None):
        return self.ask(f"/control/{path}", body if body is not None else {})

    def resources(self, kind):
        """Every resource of that type on the hub, past its pages and its access rules."""
        raise NotImplementedError
