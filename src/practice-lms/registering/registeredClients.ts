import { randomBytes, randomUUID } from 'node:crypto';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { type Log } from '../../log.ts';
import { StateFile } from '../stateFile.ts';

/** The two ids that a launch names the tool by. */
export interface ClientIds {
  readonly clientId: string;
  readonly deploymentId: string;
}

const client = z.object({
  clientId: z.string(),
  deploymentId: z.string(),
  name: z.string(),
  keysUrl: z.string(),
  scopes: z.array(z.string()),
  registeredAt: z.iso.datetime(),
});
/** A registration that a tool made by itself, besides the one that is there from the beginning. */
export type RegisteredClient = z.infer<typeof client>;

const file = z.object({ clients: z.array(client), lastDeployment: z.number().int() });

/** As Moodle's: a token is good for one registration within an hour. */
const tokenLifeMs = 3600_000;

/** Tools that registered themselves. They outlive "start afresh", as the tool's first registration does. */
export class RegisteredClients {
  readonly #file: StateFile<z.infer<typeof file>>;
  readonly #tokens = new Map<string, number>();
  readonly #keys = new Map<string, JWTVerifyGetKey>();

  private constructor(opened: StateFile<z.infer<typeof file>>) {
    this.#file = opened;
  }

  static async open(path: string, log: Log): Promise<RegisteredClients> {
    // The deployment "1" is the first registration's.
    return new RegisteredClients(
      await StateFile.open(path, file, () => ({ clients: [], lastDeployment: 1 }), log),
    );
  }

  all(): readonly RegisteredClient[] {
    return this.#file.value.clients;
  }

  find(clientId: string): RegisteredClient | null {
    return this.all().find(one => one.clientId === clientId) ?? null;
  }

  /** The keys that the client announced; null when there is no such client. */
  findKeys(clientId: string): JWTVerifyGetKey | null {
    const found = this.find(clientId);
    if (found === null) return null;
    const known = this.#keys.get(clientId);
    if (known !== undefined) return known;
    const keys = createRemoteJWKSet(new URL(found.keysUrl), {
      timeoutDuration: 5000,
      cooldownDuration: 1000,
    });
    this.#keys.set(clientId, keys);
    return keys;
  }

  issueToken(now: Date): string {
    const token = randomUUID();
    this.#tokens.set(token, now.getTime() + tokenLifeMs);
    return token;
  }

  /** Whether the token is good; it works once. */
  useToken(token: string, now: Date): boolean {
    const end = this.#tokens.get(token);
    if (end === undefined) return false;
    this.#tokens.delete(token);
    return end > now.getTime();
  }

  async add(
    announced: Pick<RegisteredClient, 'name' | 'keysUrl' | 'scopes'>,
    now: Date,
  ): Promise<RegisteredClient> {
    const { value } = this.#file;
    value.lastDeployment += 1;
    const added: RegisteredClient = {
      ...announced,
      clientId: randomBytes(8).toString('hex').slice(0, 15),
      deploymentId: String(value.lastDeployment),
      registeredAt: now.toISOString(),
    };
    value.clients.push(added);
    await this.#file.save();
    return added;
  }
}
