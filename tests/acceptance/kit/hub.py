# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""What the training hub holds, asked over HTTP as a person's client asks (written from src/hub/README.md, not from the
program), and its control interface, which makes faults."""
import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request

REDIRECT = "http://127.0.0.1:9/callback"  # never fetched: the sandbox answers it as JSON


class Hub:
    def __init__(self, url):
        self.origin = url
        self.token = None
        self.user = "administrator"

    def ask(self, path, body=None, method=None, form=None, headers=None):
        """JSON of a request to the sandbox; @body is sent as JSON, @form as a form."""
        data, kind = None, "application/json"
        if form is not None:
            data, kind = urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
        elif body is not None:
            data = json.dumps(body).encode()
        url = path if path.startswith("http") else self.origin + path
        request = urllib.request.Request(url, data=data, method=method, headers={
            "Content-Type": kind, "Accept": "application/json", **(headers or {})})
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    # --- the control interface ----------------------------------------------------------

    def control(self, path, body=None):
        return self.ask(f"/control/{path}", body if body is not None else {})

    def mail(self):
        """What the hub would have sent, newest first."""
        return self.ask("/training/mail")["mail"]

    def activation_link(self):
        for message in self.mail():
            for link in message.get("links", ()):
                if link.startswith("orchestrateur://activate?"):
                    return link
        return None

    # --- FHIR ---------------------------------------------------------------------------

    @property
    def base(self):
        link = self.activation_link() or ""
        hub = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query).get("hub")
        return hub[0].rstrip("/") if hub else self.origin + "/fhir"

    def sign_in(self):
        """A token of a training user with that permission."""
        users = self.ask("/training/users")["users"]
        user = next(u for u in users if u["permission"] == self.user)
        smart = self.ask(self.base + "/.well-known/smart-configuration")
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {"response_type": "code", "client_id": "orchestrateur-desktop", "redirect_uri": REDIRECT, "state": "kit",
                 "nonce": "kit", "scope": "openid fhirUser offline_access user/*.cruds", "aud": self.base,
                 "code_challenge": challenge, "code_challenge_method": "S256",
                 "username": user["username"], "password": user["password"]}
        answer = self.ask(smart["authorization_endpoint"], form=asked)
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(answer["redirect"]).query)["code"][0]
        token = self.ask(smart["token_endpoint"], form={
            "grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": "orchestrateur-desktop",
            "code_verifier": verifier})
        self.token = token["access_token"]

    def resources(self, kind):
        """Every resource of that type (or "Type?search") on the hub, past its pages."""
        try:
            if self.token is None:
                self.sign_in()
            found, address = [], f"{self.base}/{kind}{'&' if '?' in kind else '?'}_count=200"
            while address:
                bundle = self.ask(address, headers={"Authorization": f"Bearer {self.token}",
                                                    "Accept": "application/fhir+json"})
                found += [entry["resource"] for entry in bundle.get("entry", ()) if "resource" in entry]
                address = next((link["url"] for link in bundle.get("link", ()) if link["relation"] == "next"), None)
            return found
        except urllib.error.HTTPError as error:
            if error.code == 401:
                self.token = None
            return []
        except (urllib.error.URLError, TimeoutError):
            return []
