import { type lti as kk } from '../kk/lti.ts';
import { type Messages } from '../messages.ts';

export const lti: Messages<typeof kk> = {
  code: 'Code',
  event: 'Event number',
  forAdministrator: 'For the LMS administrator',
  topics: {
    'request-broken': 'The request from the LMS is incomplete',
    'platform-unknown': 'This LMS is not connected to Tirek',
    'platform-waiting': 'The connection of this LMS waits for approval',
    'platform-disabled': 'The connection with this LMS is switched off',
    'deployment-waiting': 'This deployment of Tirek waits for approval',
    'deployment-unrecorded': 'This deployment of Tirek was not written down',
    'platform-refused': 'The LMS refused to open Tirek',
    'start-again': 'Opening Tirek was not completed',
    'cookie-blocked': 'The browser did not let Tirek work in this window',
    'message-untrusted': 'The message from the LMS could not be trusted',
    'message-incomplete': 'Something in the message from the LMS is missing or wrong',
    'message-unsupported': 'Tirek does not support this action',
    'platform-away': 'The server of the LMS does not answer',
  },
  advice: {
    reopen: 'Go back to the course page and follow the Tirek link once more.',
    'new-tab':
      'Press the button below. If Tirek still does not open, open the Tirek link of the course page in a new tab, or ask the instructor to set the link to open in a new window.',
    wait: 'Wait a few minutes, then follow the Tirek link of the course page again. Everything saved is still there.',
    'tell-administrator':
      'You cannot mend this yourself: tell the administrator of the LMS and give the code below. Everything saved is still there.',
  },
  newTab: {
    button: 'Open in a new tab',
    courseOnly:
      'Open the Tirek link of the course page in a new tab, or ask the instructor to set the link to open in a new window.',
  },
  administrator: {
    'parameter-missing': 'The login lacks a required parameter (iss, login_hint or target_link_uri).',
    'parameter-repeated': 'A parameter was sent more than once, or is no text.',
    'target-elsewhere':
      'target_link_uri must begin with Tirek’s own address. Check the Tool URL in the tool’s settings.',
    'registration-unknown':
      'This pair of issuer and client ID is not registered. Compare both with the settings of the LMS.',
    'registration-pending': 'Tirek’s operator must approve the registration.',
    'registration-disabled':
      'The registration is disabled. In production, http addresses do not work without special permission either.',
    'client-id-needed': 'This issuer is registered several times, so the LMS must send client_id.',
    'deployment-unknown': 'The deployment ID waits for approval by Tirek’s operator.',
    'deployments-full':
      'The deployment ID was not written down: 50 deployments of this LMS wait for approval already. Ask Tirek’s operator to approve or remove them in the console, then open Tirek again.',
    'platform-error':
      'The LMS answered with an error. Check the redirect URI, the client ID, and that the user is logged in to the LMS.',
    'state-missing': 'The LMS did not return state. Check the redirect URI and response_mode=form_post.',
    'state-invalid': 'state is not one that Tirek issued. The LMS must return it unaltered.',
    'state-expired': 'More than 10 minutes passed between login and launch.',
    'state-used': 'The same launch was sent a second time, for example by reloading the page.',
    'browser-without-cookie':
      'The browser did not return the partitioned cookie. Tirek must be opened by HTTPS.',
    'browser-other': 'The launch was begun in one browser and finished in another.',
    'token-missing': 'The LMS sent no id_token.',
    'token-malformed': 'The id_token is not a well-formed JWT.',
    algorithm: 'The id_token must be signed with RS256.',
    'key-id-missing': 'The header of the id_token has no kid.',
    'key-unknown': 'The kid is not in the key set of the LMS. Check the public keyset URL.',
    signature: 'The signature does not fit the key of the LMS. Check the public keyset URL.',
    'claim-type': 'A value in the id_token has the wrong type. Tirek’s log has the details.',
    'claim-missing': 'A required value is missing from the id_token. Tirek’s log has the details.',
    issuer: 'iss in the id_token is not the registered issuer.',
    audience: 'aud in the id_token must be the registered client ID alone.',
    'authorized-party': 'azp in the id_token must be the client ID.',
    nonce: 'nonce in the id_token was not issued for this login.',
    'token-expired': 'The id_token has expired. Check the clock of the LMS.',
    'token-too-old': 'The id_token was made more than 10 minutes ago. Check the clock of the LMS.',
    'token-from-future': 'The id_token was made in the future. Check the clock of the LMS.',
    version: 'The LTI version must be 1.3.0.',
    'message-type': 'The message type is missing.',
    'message-unsupported': 'Tirek does not take this type of message. Tirek’s log has the details.',
    'deployment-changed': 'The deployment IDs of the login and of the id_token differ.',
    'target-changed': 'The target_link_uri of the login and of the id_token differ.',
    'roles-missing': 'The id_token has no list of roles. It may be empty, but must be there.',
    'subject-missing': 'The id_token has no sub: anonymous launches are not accepted.',
    'resource-link-missing': 'The id_token has no resource_link.id.',
    'id-length': 'An identifier is blank or longer than 255 characters.',
    'platform-keys-unreadable':
      'The key set of the LMS could not be read. Check the public keyset URL and that it can be reached.',
    'platform-timeout':
      'The key set of the LMS did not arrive within 5 seconds. Check that the public keyset URL can be reached.',
  },
  opening: { title: 'Tirek is opening', text: 'This takes a few seconds.', button: 'Continue' },
  idle: {
    title: 'Tirek is a tool of your LMS',
    text: 'Tirek is opened from a course page. Go to your course in the LMS and follow the Tirek link.',
  },
  noCourse: {
    title: 'Tirek is opened from a course',
    text: 'This time the LMS named no course. Go to the course page and follow the Tirek link there.',
  },
};
