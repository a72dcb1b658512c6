import { encode } from '../bson/encode.ts';
import { isNumeric, show, type Doc } from '../bson/values.ts';
import { toDouble } from '../bson/numbers.ts';
import { badValue, MongoError, NOT_HERE } from '../errors.ts';
import { TimeLimit } from '../plan/timeLimit.ts';
import { type Engine } from '../storage/engine.ts';
import { type Request } from '../wire/message.ts';
import { failure, OK } from './answer.ts';
import { Arguments } from './arguments.ts';
import { type Answer, type Call, type Command } from './command.ts';
import { type Cursors } from './cursors.ts';
import { DEFINE_COMMANDS } from './define.ts';
import { findAndModify } from './findAndModify.ts';
import { GroupCommit } from './groupCommit.ts';
import { HANDSHAKE_COMMANDS } from './handshake.ts';
import { READ_COMMANDS } from './read.ts';
import { WRITE_COMMANDS } from './write.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...HANDSHAKE_COMMANDS,
  ...READ_COMMANDS,
  ...WRITE_COMMANDS,
  ['findAndModify', { kind: 'writes', run: findAndModify('findAndModify') }],
  ['findandmodify', { kind: 'writes', run: findAndModify('findandmodify') }],
  ...DEFINE_COMMANDS,
]);

/** Errors of the system that say more than "internal error" to whoever reads the log. */
const DISK_FULL = /ENOSPC|MDB_MAP_FULL|No space left/;

/** Runs commands and turns whatever happens into an answer. */
export class Dispatcher {
  private readonly engine: Engine;
  private readonly cursors: Cursors;
  private readonly writes: GroupCommit;
  private readonly report: (error: unknown) => void;

  constructor(engine: Engine, cursors: Cursors, report: (error: unknown) => void) {
    this.engine = engine;
    this.cursors = cursors;
    this.report = report;
    this.writes = new GroupCommit(work => engine.transaction(work));
  }

  async answer({ body, sequences }: Request, connection: number): Promise<Buffer> {
    try {
      const name = [...body.keys()][0] ?? '';
      const command = COMMANDS.get(name);
      if (!command) throw new MongoError('CommandNotFound', `no such command: '${name}', or it ${NOT_HERE}`);
      const call = this.callOf(name, body, sequences, connection);
      return encoded(await this.run(command, call));
    } catch (error) {
      return encode(failure(this.known(error)));
    }
  }

  private run(command: Command, call: Call): Answer | Promise<Answer> {
    if (command.kind === 'reads') return command.run(call);
    // The arguments can be read only once, so work that is repeated needs them anew.
    const work = () => command.run({ ...call, args: call.args.again() });
    return command.kind === 'writes' ? this.writes.run(work) : this.engine.transaction(work);
  }

  private callOf(name: string, body: Doc, sequences: Call['sequences'], connection: number): Call {
    const args = new Arguments(name, body);
    refuseTransactions(args);
    const db = args.text('$db');
    checkConcerns(args);
    const milliseconds = args.count('maxTimeMS') ?? 0;
    args.harmless('lsid', '$clusterTime', '$readPreference', 'comment');
    return {
      engine: this.engine,
      cursors: this.cursors,
      connection,
      db,
      args,
      sequences,
      timeLimit: milliseconds > 0 ? new TimeLimit(milliseconds) : undefined,
    };
  }

  private known(error: unknown): MongoError {
    if (error instanceof MongoError) return error;
    this.report(error);
    const message = error instanceof Error ? error.message : String(error);
    return new MongoError(DISK_FULL.test(message) ? 'OutOfDiskSpace' : 'InternalError', message);
  }
}

function encoded(result: Answer): Buffer {
  return Buffer.isBuffer(result) ? result : encode(result.set('ok', OK));
}

/** MongoDB's own answer of a stand-alone server. */
function refuseTransactions(args: Arguments): void {
  for (const name of ['txnNumber', 'startTransaction', 'autocommit']) {
    if (args.value(name) !== undefined) {
      throw new MongoError(
        'IllegalOperation',
        'Transaction numbers are only allowed on a replica set member or mongos',
      );
    }
  }
}

/** Every read sees all that was acknowledged, every acknowledged write is on disk: what asks for no more is fulfilled. */
function checkConcerns(args: Arguments): void {
  const level = args.document('readConcern')?.get('level');
  if (level !== undefined && level !== 'local' && level !== 'available' && level !== 'majority') {
    throw new MongoError('InvalidOptions', `The read concern ${show(level)} ${NOT_HERE}`);
  }
  const copies = args.document('writeConcern')?.get('w');
  if (isNumeric(copies) && toDouble(copies) > 1)
    throw badValue("cannot use 'w' > 1 when a host is not replicated");
  if (typeof copies === 'string' && copies !== 'majority')
    throw badValue(`The write concern '${copies}' ${NOT_HERE}`);
}
