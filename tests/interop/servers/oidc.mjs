// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Orchestrateur authors
//
// A certified OpenID provider (npm oidc-provider) on loopback: authorization code with PKCE for a native client, refresh
// with rotation, client credentials with the three kinds of authentication, registration of workstations (RFC 7591),
// revocation and introspection. OAuth 2 and OpenID are all the provider's; the person is played by this file: whoever
// comes to the sign-in page is signed in at once, as the option user= says. Started by ../start.mjs; see ../README.md.
import http from 'node:http';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const option = (name, otherwise) => process.env['INTEROP_' + name] ?? otherwise;
const USER = option('USER', 'alice'), FHIR_USER = option('FHIR_USER', 'Practitioner/alice'), TTL = +option('TTL', 600);
const SCOPES = ['openid', 'offline_access', 'fhirUser', 'user/*.cruds', 'system/*.cruds', 'system/*.rs', 'api:read', 'api:write'];

let handler;
const server = http.createServer((req, res) => handler(req, res));
await new Promise(listening => server.listen(+process.env.PORT, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

// The public key of a backend client that signs its assertions: the option client_public_key=FILE.pem.
const backendKeys = option('CLIENT_PUBLIC_KEY')
  ? [{ ...createPublicKey(readFileSync(option('CLIENT_PUBLIC_KEY'))).export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] : [];
const service = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [], scope: 'system/*.cruds system/*.rs api:read' };
const native = { application_type: 'native', token_endpoint_auth_method: 'none', redirect_uris: ['http://127.0.0.1/callback'],
  response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'], scope: 'openid offline_access fhirUser user/*.cruds api:read' };

const provider = new Provider(issuer, {
  jwks: { keys: [
    { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'r1' },
    { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'e1' }] },
  cookies: { keys: ['interop'] },
  clients: [
    { client_id: 'orchestrateur-desktop', ...native },
    { client_id: 'orchestrateur-desktop-es256', ...native, id_token_signed_response_alg: 'ES256' },
    { client_id: 'backend-basic', client_secret: 'backend-secret', token_endpoint_auth_method: 'client_secret_basic', ...service },
    { client_id: 'backend-post', client_secret: 'backend-secret', token_endpoint_auth_method: 'client_secret_post', ...service },
    ...(backendKeys.length ? [{ client_id: 'backend-jwt', token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: backendKeys }, ...service }] : []),
    { client_id: 'fhir-server', client_secret: 'fhir-server-secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
  ],
  scopes: SCOPES, claims: { openid: ['sub'], fhirUser: ['fhirUser', 'name'] }, conformIdTokenClaims: false,
  pkce: { required: () => true }, rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  ttl: { AccessToken: TTL, ClientCredentials: TTL, IdToken: 3600, RefreshToken: 86400, Grant: 86400, Session: 86400, Interaction: 600 },
  enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'RS384', 'PS256', 'ES256', 'ES384', 'HS256'], idTokenSigningAlgValues: ['RS256', 'ES256'] },
  clientDefaults: { id_token_signed_response_alg: 'RS256' },
  extraParams: ['aud'], // SMART's, told by the client and of no meaning to the provider
  features: { devInteractions: { enabled: false }, clientCredentials: { enabled: true }, introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true }, registration: { enabled: true } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, name: id, fhirUser: FHIR_USER }) }),
});

async function signIn(req, res) {
  const { params } = await provider.interactionDetails(req, res);
  const grant = new provider.Grant({ accountId: USER, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  await provider.interactionFinished(req, res, { login: { accountId: USER }, consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: false });
}

handler = (req, res) => {
  if (!req.url.startsWith('/interaction/')) return provider.callback()(req, res);
  signIn(req, res).catch(error => { res.writeHead(400, { 'Content-Type': 'text/plain' }); res.end(String(error)); });
};
console.log(`READY ${issuer}`);
