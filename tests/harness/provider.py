"""The municipality's own sign-in, started by a test: a real OpenID provider from npm."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harness.server import ROOT

# Which groups the tests' people may have, and what they give.
ROLES = {
    "grupp-samordning": "coordinator",
    "grupp-namnd": ["board_contact", "reader"],
    "grupp-it": "administrator",
}


@dataclass(frozen=True)
class Provider:
    """A running provider: where it answers, and the file with its people."""

    issuer: str
    people: Path

    def set_person(
        self, sub: str, groups: list[str], *, by: Sequence[str] = ("pwd", "mfa"), works_at: str = ""
    ) -> None:
        """Let somebody be known to the provider, with these groups from the next sign-in.

        `by` is how they sign in there, and `works_at` what it says of their unit.
        """
        known = json.loads(self.people.read_text("utf-8")) if self.people.exists() else {}
        known[sub] = {
            "given_name": sub.capitalize(),
            "family_name": "Andersson",
            "preferred_username": sub,
            "email": f"{sub}@example.org",
            "groups": groups,
            "amr": list(by),
            "department": works_at,
        }
        self.people.write_text(json.dumps(known), "utf-8")

    def settings(self) -> dict[str, str]:
        """Return what the portal is told in its environment."""
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": "portal",
            "OIDC_CLIENT_SECRET": "s" * 40,
            "OIDC_ROLES": json.dumps(ROLES),
            "OIDC_REQUIRE_MFA": "1",
            "OIDC_UNIT_CLAIM": "department",
        }


@contextmanager
def provide(folder: Path, port: int, portal: str) -> Iterator[Provider]:
    """Start the provider for the portal at an address, yield it when it answers, and end it.

    Raises `RuntimeError` when it does not start: then `make tools` has not fetched the packages.
    """
    # By another name than the portal's: a browser keeps the cookies of a name, whatever the port.
    provider = Provider(f"http://localhost:{port}", folder / "people.json")
    provider.people.write_text("{}", "utf-8")
    back = f"{portal}/intranet/logga-in/kommunen/svar/"
    command = ["node", "tests/harness/provider.mjs", str(port), str(provider.people), back]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("The OpenID provider did not start: run `make tools`.")
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=10)
