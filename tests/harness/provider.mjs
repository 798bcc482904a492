// The municipality's own sign-in, as the tests have it: a real OpenID provider with people from a
// file, which is read at every sign-in. `node provider.mjs PORT PEOPLE.json REDIRECT_ADDRESS`.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, people, redirect] = process.argv.slice(2);
const known = () => JSON.parse(readFileSync(people, "utf8"));
const issuer = `http://localhost:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "portal", client_secret: "s".repeat(40), redirect_uris: [redirect] }],
  claims: {
    openid: ["sub", "amr"],
    profile: ["given_name", "family_name", "groups", "department", "preferred_username"],
    email: ["email"],
  },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ["only for tests"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...known()[id] }) }),
  async loadExistingGrant(context) {
    const { client, session } = context.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid profile email");
    await grant.save();
    return grant;
  },
});
const answer = provider.callback();
createServer(async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  if (request.method === "GET") {
    response.setHeader("Content-Type", "text/html");
    response.end('<h1>Kommunen</h1><form method="post"><input name="who"><button>In</button></form>');
    return;
  }
  let body = "";
  for await (const part of request) body += part;
  const accountId = new URLSearchParams(body).get("who");
  // How they sign in is the person's too: by password alone, or with a second factor.
  const login = { accountId, amr: known()[accountId]?.amr, remember: false };
  await provider.interactionFinished(request, response, { login });
}).listen(Number(port), "localhost", () => console.log("ready"));
