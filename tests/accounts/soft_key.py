"""An authenticator in software: makes passkeys and signs with them, as a phone would."""

import json
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.accounts.hashing import PASSWORD

# As Django's test client calls its server.
HOST, ORIGIN = "testserver", "https://testserver"
FLAG = AuthenticatorData.FLAG


class SoftKey:
    def __init__(self, *, host: str = HOST, origin: str = ORIGIN, verifies: bool = True) -> None:
        self.private, self.id = generate_private_key(SECP256R1()), token_bytes(32)
        self.rp, self.origin = sha256(host.encode()).digest(), origin
        self.flags = FLAG.UP | (FLAG.UV if verifies else FLAG(0))
        self.handle = ""

    def make(self, options: dict[str, Any]) -> str:
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        cose = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, cose)
        data = AuthenticatorData.create(self.rp, self.flags | FLAG.AT, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        client = self.client_data("webauthn.create", asked)
        return self.answer(clientDataJSON=client, attestationObject=attestation)

    def sign(self, options: dict[str, Any], *, handle: str = "") -> str:
        client = self.client_data("webauthn.get", options["publicKey"])
        data = AuthenticatorData.create(self.rp, self.flags, 1)
        signature = self.private.sign(data + client.hash, ECDSA(SHA256()))
        return self.answer(
            clientDataJSON=client,
            authenticatorData=data,
            signature=signature,
            userHandle=websafe_decode(handle or self.handle),
        )

    def client_data(self, kind: str, asked: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, asked["challenge"], self.origin)

    def answer(self, **parts: bytes) -> str:
        key_id = websafe_encode(self.id)
        response = {name: websafe_encode(part) for name, part in parts.items()}
        return json.dumps(
            {"id": key_id, "rawId": key_id, "type": "public-key", "response": response}
        )


def asked_by(answer: Any) -> dict[str, Any]:
    """What the page's form would hand to the browser."""
    options: dict[str, Any] = json.loads(answer.context["options"])
    return options


def add_passkey(client: Client, key: SoftKey, password: str = PASSWORD) -> Any:
    asked = asked_by(client.post("/saya/kunci/tambah/", {"password": password}))
    return client.post("/saya/kunci/tambah/", {"credential": key.make(asked)})


def sign_in_with(client: Client, key: SoftKey) -> Any:
    asked = asked_by(client.get("/masuk/kunci/"))
    return client.post("/masuk/kunci/", {"credential": key.sign(asked)})
