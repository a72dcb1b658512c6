import { z } from 'zod';
import { page, type PublicRequest, type Reply } from '../web/route.ts';
import { type PlatformStorage } from '../web/tabSession.ts';
import { withoutStorage } from './cookieCheck.ts';
import { type LoginAnswer } from './login.ts';
import { loginFields } from './loginFields.ts';
import { optionalText, type Parameters } from './parameters.ts';
import { platformStorage, storageKey } from './platformStorage.ts';

/** A page of a moment, as views/lti/storage.ejs prints it for src/browser/launch.ts. */
interface StorageView {
  readonly text: string;
  readonly storage: PlatformStorage;
  readonly key: string;
  /** What the platform shall keep, and where the browser goes then; null: it shall be read back. */
  readonly keep: { readonly value: string; readonly to: string } | null;
  /** What is sent on: with what was read back, or because the platform did not answer. */
  readonly form: {
    readonly action: string;
    readonly fields: readonly { readonly name: string; readonly value: string }[];
  };
}

/**
 * Carries what the platform kept. A header, and not a field: no page of another site can send it along, so nobody can
 * make another person's browser finish a launch that he began himself.
 */
const keptHeader = 'x-tirek-kept';
/** The field that says that the platform did not answer. */
const unanswered = z.object({ kept: z.literal('none') });

/** What our own page read back from the platform's storage; '' when there was nothing, null when nobody asked. */
export function keptValue({ headers, body }: PublicRequest): string | null {
  const value = headers[keptHeader];
  if (typeof value === 'string') return value;
  return unanswered.safeParse(body).success ? '' : null;
}

/**
 * Lets the platform keep the browser's value before the login goes on (OIDC Login with LTI Client Side postMessages
 * 0.1, section 2). The value stands for state and nonce: both are sealed together with its digest.
 */
export function keepingPage(
  request: PublicRequest,
  parameters: Parameters,
  { redirectTo, browser, registration, state }: LoginAnswer,
  target: string,
): Reply {
  return storagePage(request, {
    storage: platformStorage(target, registration),
    key: storageKey(state),
    keep: { value: browser, to: redirectTo },
    form: { action: '/lti/login', fields: listed(withoutStorage(loginFields(parameters))) },
  });
}

/** Asks the platform for the value, and sends the launch once more with it. */
export function recallingPage(
  request: PublicRequest,
  parameters: Parameters,
  { storage, key }: { readonly storage: PlatformStorage; readonly key: string },
): Reply {
  const fields = {
    id_token: optionalText(parameters, 'id_token'),
    state: optionalText(parameters, 'state'),
    kept: 'none',
  };
  return storagePage(request, {
    storage,
    key,
    keep: null,
    form: { action: '/lti/launch', fields: listed(fields) },
  });
}

function storagePage({ t }: PublicRequest, view: Omit<StorageView, 'text'>): Reply {
  const { title, text } = t.lti.opening;
  return page('lti/storage', title, { opening: { ...view, text } satisfies StorageView });
}

const listed = (fields: Readonly<Record<string, string | null>>) =>
  Object.entries(fields).map(([name, value]) => ({ name, value: value ?? '' }));
