"""A sign-in service for tests: OpenID Connect with codes, S256 and signed tokens, on loopback only.

``python oidc_provider.py PORT REDIRECT_URI``. Its page of sign-in asks who one is, without a password: it
stands for a service that has found out. ``ada`` is an editor by her group, ``eve`` is nobody here,
``mallory`` claims the address of the administrator, which the service has not verified.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import sys
import time
from urllib.parse import urlencode

import uvicorn
from joserfc import jwk, jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "regards", "a secret of the tests"
PEOPLE = {
    "root": {"email": "Root@city.example", "name": "Root", "email_verified": True},
    "ada": {"email": "ada@city.example", "name": "Ada", "groups": ["editors", "choir"]},
    "eve": {"email": "eve@city.example", "name": "Eve", "groups": ["choir"]},
    "mallory": {"email": "root@city.example", "name": "Root", "email_verified": False},
}


class Service:
    """One client, a few people, codes that are good once."""

    def __init__(self, port: int, redirect_uri: str) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.redirect_uri = redirect_uri
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, dict[str, str]] = {}

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.configuration),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", self.keys),
                Route("/logout", self.logout),
            ]
        )

    async def configuration(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/logout",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        asked = request.query_params
        is_ours = asked["client_id"] == CLIENT_ID and asked["redirect_uri"] == self.redirect_uri
        if not is_ours or asked["code_challenge_method"] != "S256":
            return Response("not our client", status_code=400)
        who = asked.get("who")
        if who not in PEOPLE:
            links = "".join(
                f'<p><a href="?{urlencode({**asked, "who": name})}">{name}</a></p>'.replace(
                    "&", "&amp;"
                )
                for name in PEOPLE
            )
            icon = '<link rel="icon" href="data:,">'
            return HTMLResponse(f"<!DOCTYPE html><title>Service</title>{icon}<h1>Who?</h1>{links}")
        code = secrets.token_urlsafe(16)
        self.codes[code] = {
            "who": who,
            "nonce": asked["nonce"],
            "challenge": asked["code_challenge"],
        }
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{self.redirect_uri}?{back}", status_code=302)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        given = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        known = self.codes.pop(str(form["code"]), None)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_client = request.headers.get("authorization") == f"Basic {given}"
        if not is_client or known is None or challenge != known["challenge"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": known["who"],
            "iat": now,
            "exp": now + 3600,
            "nonce": known["nonce"],
            **PEOPLE[known["who"]],
        }
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return JSONResponse(
            {"access_token": "none", "token_type": "Bearer", "expires_in": 3600, "id_token": signed}
        )

    async def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def logout(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], status_code=302)


if __name__ == "__main__":
    uvicorn.run(
        Service(int(sys.argv[1]), sys.argv[2]).app(),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
    )
