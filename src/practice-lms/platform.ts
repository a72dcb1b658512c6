import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { join } from 'node:path';
import { type Log } from '../log.ts';
import { AccessTokens } from './accessTokens.ts';
import { PendingLaunches } from './pendingLaunches.ts';
import { freshKeys, keysSchema, PlatformKeys } from './keys.ts';
import { RegisteredClients } from './registering/registeredClients.ts';
import { RequestLog } from './requestLog.ts';
import { startingState } from './startingState.ts';
import { stateSchema, type State } from './state.ts';
import { StateFile } from './stateFile.ts';

export interface PlatformOptions {
  readonly dataDir: string;
  readonly toolUrl: string;
  readonly log: Log;
  readonly now: () => Date;
  readonly random: () => number;
  readonly requestLogSize: number;
}

/** The tool's addresses, as an administrator would have typed them into the LMS. */
export interface Tool {
  readonly origin: string;
  readonly loginUrl: string;
  /** The one registered redirect address; compared literally. */
  readonly launchUrl: string;
  readonly keysUrl: string;
}

/** The platform's parts, shared by its routes. */
export class Platform {
  readonly url: string;
  readonly tool: Tool;
  readonly keys: PlatformKeys;
  readonly toolKeys: JWTVerifyGetKey;
  readonly tokens = new AccessTokens();
  readonly launches = new PendingLaunches();
  readonly requests: RequestLog;
  readonly clients: RegisteredClients;
  readonly random: () => number;
  readonly log: Log;
  readonly #file: StateFile<State>;
  readonly #now: () => Date;

  private constructor(
    url: string,
    file: StateFile<State>,
    keys: PlatformKeys,
    clients: RegisteredClients,
    options: PlatformOptions,
  ) {
    this.url = url;
    this.#file = file;
    this.keys = keys;
    this.clients = clients;
    this.log = options.log;
    this.random = options.random;
    this.requests = new RequestLog(options.requestLogSize);
    this.#now = options.now;
    const origin = new URL(options.toolUrl).origin;
    const keysUrl = `${origin}/lti/keys`;
    this.tool = { origin, loginUrl: `${origin}/lti/login`, launchUrl: `${origin}/lti/launch`, keysUrl };
    // A short cooldown: the tool's keys change while one is looking, which is what this LMS is for.
    this.toolKeys = createRemoteJWKSet(new URL(keysUrl), { timeoutDuration: 5000, cooldownDuration: 1000 });
  }

  /** @param url the origin at which the platform is reached; it is also the issuer */
  static async open(url: string, options: PlatformOptions): Promise<Platform> {
    const folder = join(options.dataDir, 'practice-lms');
    const file = await StateFile.open(
      join(folder, 'state.json'),
      stateSchema,
      () => startingState(null),
      options.log,
    );
    const keysFile = await StateFile.open(
      join(folder, 'keys.json'),
      keysSchema,
      () => freshKeys(options.now()),
      options.log,
    );
    const clients = await RegisteredClients.open(join(folder, 'clients.json'), options.log);
    return new Platform(url, file, new PlatformKeys(keysFile), clients, options);
  }

  /** Changed in place by the routes, which then `save`. */
  get state(): State {
    return this.#file.value;
  }

  /** Resolves when everything changed so far is on the disk. */
  save(): Promise<void> {
    return this.#file.save();
  }

  /** The platform's clock, which may go wrong on purpose. */
  now(): Date {
    return new Date(this.trueNow().getTime() + this.state.clockSkewSeconds * 1000);
  }

  trueNow(): Date {
    return this.#now();
  }

  /** A new world; keys and the tool's registration stay, ids go on. */
  async startAfresh(): Promise<void> {
    this.#file.value = startingState(this.#file.value);
    this.tokens.revokeAll();
    this.launches.clear();
    this.requests.clear();
    await this.save();
  }
}
