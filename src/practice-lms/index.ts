import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Log } from '../log.ts';
import { practiceLmsApp } from './app.ts';
import { registeredTool } from './claims.ts';
import { PracticeLms } from './practiceLms.ts';
import { Platform } from './platform.ts';

export { type LaunchOverrides } from './craftedLaunch.ts';
export { type GradeShown, PracticeLms, type Registration } from './practiceLms.ts';
export { type RequestRecord } from './requestLog.ts';
export { type Activity, type Column, type Course, type Person } from './state.ts';
export { type Trouble, type TroubleKind, type TroubleWish } from './troubles.ts';
export { type Ways } from './ways.ts';

export interface PracticeLmsOptions {
  /** On 127.0.0.1, whatever HOST is; 0 takes a free one. */
  readonly port: number;
  /** The product's data directory; the LMS keeps its own folder inside. */
  readonly dataDir: string;
  /** The tool's origin, as browsers see it. */
  readonly toolUrl: string;
  readonly log: Log;
  readonly now?: () => Date;
  /** Decides which calls a trouble with a rate strikes; numbers in [0, 1). */
  readonly random?: () => number;
  /** How many of the tool's calls are remembered; 200 by default. */
  readonly requestLogSize?: number;
}

/** The port is taken: the start stops and names PRACTICE_LMS_PORT. */
export class PracticeLmsPortTaken extends Error {
  readonly code = 'PRACTICE_LMS_PORT_TAKEN';
  readonly port: number;
  constructor(port: number, options?: ErrorOptions) {
    super(`port ${port} is taken`, options);
    this.name = 'PracticeLmsPortTaken';
    this.port = port;
  }
}

/**
 * Starts the practice LMS and resolves when it listens.
 * @throws PracticeLmsPortTaken when another process has the port
 * @throws Error in production, always
 */
export async function startPracticeLms(options: PracticeLmsOptions): Promise<PracticeLms> {
  if (process.env.NODE_ENV === 'production') throw new Error('the practice LMS never runs in production');
  const server = createServer();
  const port = await listen(server, options.port);
  try {
    const platform = await Platform.open(`http://127.0.0.1:${port}`, {
      now: () => new Date(),
      random: Math.random,
      requestLogSize: 200,
      ...options,
    });
    server.on('request', practiceLmsApp(platform));
    options.log.info({ port, clientId: registeredTool.clientId }, 'practice-lms.listening');
    return new PracticeLms(platform, server, port);
  } catch (error) {
    server.close();
    throw error;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', error => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE';
      reject(isTaken ? new PracticeLmsPortTaken(port, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
