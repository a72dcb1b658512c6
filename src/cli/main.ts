import { version } from '../paths.ts';
import { type CommandIo } from './io.ts';

const help = `Tirek ${version}: the operator's commands

tirek platform add --name N --issuer URL --client-id ID --auth-url URL --token-url URL --jwks-url URL
                   [--deployment-id ID ...] [--token-audience A] [--json]
tirek platform list [--json]
tirek platform show|approve|disable|enable|remove|rotate-key|check
                   --issuer URL --client-id ID [--deployment-id ID] [--yes] [--json]
tirek platform invite [--name N] [--approve] [--json]
tirek platform console [--json]
tirek import FILE [--json] [--lang kk|ru|en]
tirek grade [--policy FILE] < LINES
tirek grade --print-policy
tirek person export --issuer URL --client-id ID --user SUB [--out FILE] [--json]
tirek person erase  --issuer URL --client-id ID --user SUB [--yes] [--json]
tirek store dump FILE | restore FILE [--replace] | check

Each command has its own --help. Exit codes: 0 done, 1 refused or failed (one line on stderr), 2 wrong usage.
`;

/** Loaded when named, so that grading a file does not load a database driver. */
const commands: Readonly<Record<string, (args: readonly string[], io: CommandIo) => Promise<number>>> = {
  grade: async (args, io) => (await import('./grade.ts')).gradeCommand(args, io),
  platform: async (args, io) => {
    const [{ platformCommand }, { openPlatforms }] = await Promise.all([
      import('./platform.ts'),
      import('./openStore.ts'),
    ]);
    return platformCommand(args, io, openPlatforms);
  },
  person: async (args, io) => {
    const [{ personCommand }, { openPeople }] = await Promise.all([
      import('./person.ts'),
      import('./openStore.ts'),
    ]);
    return personCommand(args, io, openPeople);
  },
  store: async (args, io) => {
    const [{ storeCommand }, { openOwnStore }] = await Promise.all([
      import('./store.ts'),
      import('./openStore.ts'),
    ]);
    return storeCommand(args, io, openOwnStore);
  },
  import: async (args, io) => (await import('./import.ts')).importCommand(args, textIo(io)),
};

const textIo = (io: CommandIo) => ({
  stdout: (text: string) => void io.stdout.write(text),
  stderr: (text: string) => void io.stderr.write(text),
});

async function main(io: CommandIo): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  if (name === '--help' || name === '-h') {
    io.stdout.write(help);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command(args, io);
  io.stderr.write(name === '' ? help : `tirek: there is no command "${name}"; see tirek --help\n`);
  return 2;
}

main(process).then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`tirek: ${String(error instanceof Error ? error.message : error).split('\n')[0]}\n`);
    process.exitCode = 1;
  },
);
