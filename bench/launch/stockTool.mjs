// The quick start of ltijs's README, with its own Database class; it does not print the token, which spares it work.
import { Provider as lti } from 'ltijs';

const [mongodbUri, port, platform] = process.argv.slice(2);
const { name, issuer, clientId, authUrl, tokenUrl, jwksUrl } = JSON.parse(platform);

lti.setup(
  'a key of the benchmark, thirty-two characters or more',
  { url: mongodbUri },
  {
    appRoute: '/',
    loginRoute: '/login',
    cookies: { secure: false, sameSite: '' },
    devMode: true,
    // By itself 10 seconds, which a wave of launches may wait on a busy machine.
    tokenMaxAge: 60,
  },
);
lti.onConnect((_token, _request, response) => response.send("It's alive!"));
await lti.deploy({ port: Number(port), silent: true });
await lti.registerPlatform({
  url: issuer,
  name,
  clientId,
  authenticationEndpoint: authUrl,
  accesstokenEndpoint: tokenUrl,
  authConfig: { method: 'JWK_SET', key: jwksUrl },
});
process.send?.('ready');
