import { Int32, UUID } from 'bson';
import { MAX_DOCUMENT_BYTES } from '../bson/encode.ts';
import { type Doc } from '../bson/values.ts';
import { MAX_MESSAGE_BYTES } from '../wire/frames.ts';
import { answer } from './answer.ts';
import { type Answer, type Call, type Command } from './command.ts';
import { MAX_WRITE_BATCH } from './write.ts';

/** The version of MongoDB whose behaviour is followed, and of the protocol with it. */
const VERSION = [7, 0, 0] as const;
const WIRE_VERSION = 21;
const SESSION_MINUTES = 30;

/** A stand-alone server: no replica set, hence no transactions and no retryable writes. */
function hello({ connection, args }: Call): Answer {
  args.value('hello');
  args.harmless(
    'isMaster',
    'ismaster',
    'helloOk',
    'client',
    'compression',
    'loadBalanced',
    'hostInfo',
    'backpressure',
  );
  // Without the field `topologyVersion` in the answer no driver waits for changes.
  args.harmless('topologyVersion', 'maxAwaitTimeMS', 'saslSupportedMechs');
  args.off('speculativeAuthenticate');
  args.end();
  return answer({
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    connectionId: connection,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  });
}

/** Sessions are taken note of by nobody: they only mean something together with transactions. */
const accepted =
  (name: string) =>
  ({ args }: Call): Answer => {
    args.value(name);
    args.end();
    return new Map();
  };

function startSession({ args }: Call): Answer {
  args.value('startSession');
  args.end();
  return answer({ id: answer({ id: new UUID() }), timeoutMinutes: SESSION_MINUTES });
}

function buildInfo({ args }: Call): Answer {
  args.value('buildInfo');
  args.harmless('buildinfo');
  args.end();
  const info: Doc = answer({
    version: VERSION.join('.'),
    gitVersion: 'embedded-store',
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  });
  return info.set('modules', []).set(
    'versionArray',
    [...VERSION, 0].map(part => new Int32(part)),
  );
}

export const HANDSHAKE_COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['hello', { kind: 'reads', run: hello }],
  ['isMaster', { kind: 'reads', run: hello }],
  ['ismaster', { kind: 'reads', run: hello }],
  ['buildInfo', { kind: 'reads', run: buildInfo }],
  ['buildinfo', { kind: 'reads', run: buildInfo }],
  ['startSession', { kind: 'reads', run: startSession }],
  ...['ping', 'endSessions', 'refreshSessions', 'killSessions', 'logout'].map((name): [string, Command] => [
    name,
    { kind: 'reads', run: accepted(name) },
  ]),
]);
