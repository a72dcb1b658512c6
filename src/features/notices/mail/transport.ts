import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every try, so that a server which had it already can tell. */
  readonly messageId: string;
  readonly unsubscribeUrl: string;
}

/**
 * `later`: the server has certainly not taken it, and may another time. `never`: it refuses this mail for good.
 * `unsure`: the connection broke when it may have taken it; nobody can know.
 */
export type SendOutcome =
  | { readonly kind: 'sent' }
  /** `reason` is a code, never the server's words: those may have an address in them. */
  | { readonly kind: 'later' | 'never' | 'unsure'; readonly reason: string };

export interface Transport {
  send(mail: Mail): Promise<SendOutcome>;
  close(): void;
}

export interface MailSettings {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly url: string;
  readonly from: string;
}

const answerMs = 10_000;

/** Sends by the institution's mail server. */
export function createSmtpTransport({ url, from }: MailSettings): Transport {
  const transport = createTransport({
    url,
    connectionTimeout: answerMs,
    greetingTimeout: answerMs,
    socketTimeout: answerMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ unsubscribeUrl, ...mail }) {
      try {
        await transport.sendMail({
          ...mail,
          from,
          headers: {
            // RFC 8058: a mail program ends the mail with one POST, without opening a page.
            'List-Unsubscribe': `<${unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            // RFC 3834: nobody's holiday answer comes back.
            'Auto-Submitted': 'auto-generated',
          },
        });
        return { kind: 'sent' };
      } catch (error) {
        return failureOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** What an error of nodemailer says of the mail: the server's answer decides, else how far the talk had come. */
export function failureOf(error: unknown): Exclude<SendOutcome, { kind: 'sent' }> {
  const { code, command, responseCode } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
  };
  const reason = `${code ?? 'unknown'}${responseCode === undefined ? '' : ` ${responseCode}`}`;
  if (code === 'EAUTH') return { kind: 'later', reason };
  if (responseCode !== undefined) return { kind: responseCode >= 500 ? 'never' : 'later', reason };
  // Before the text is handed over there is nothing that the server could have taken.
  if (code === 'EDNS' || code === 'ETLS' || command === 'CONN') return { kind: 'later', reason };
  return { kind: 'unsure', reason };
}
