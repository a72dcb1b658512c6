import { type PersonId } from '../../kernel/ids.ts';
import { type Fields } from './domain/inventory.ts';
import { type Audience, type Section, type Subject } from './domain/section.ts';
import { sections } from './domain/sections.ts';
import { type LabelKind, type PersonalDataStore } from './personalDataStore.ts';

/** The platform that the person came from. */
export interface ExportPlatform {
  readonly name: string;
  readonly issuer: string;
}

export interface ExportWish {
  readonly personId: PersonId;
  readonly audience: Audience;
  /** Null where it is not known any more. */
  readonly platform: ExportPlatform | null;
}

const format = 'tirek-person';
const version = 1;

/**
 * One JSON object in pieces, indented for reading: what is stored about one person, and nothing about anybody else.
 * However much somebody has graded, only one document is in memory at a time.
 */
export async function* exportPerson(
  parts: { readonly store: PersonalDataStore; readonly now: () => Date },
  { personId, audience, platform }: ExportWish,
): AsyncGenerator<string> {
  const { store, now } = parts;
  const from = platform === null ? null : { name: platform.name, issuer: platform.issuer };
  const head = { format, version, writtenAt: now(), writtenFor: audience, platform: from };
  // Without its closing brace: the sections follow.
  yield JSON.stringify(head, null, 2).slice(0, -2);
  const subject: Subject = { personId, courseIds: await store.courseIdsOf(personId) };
  const named = namesOf(store);
  for (const section of sectionsFor(audience)) {
    yield `,\n  ${JSON.stringify(section.key)}: [`;
    let count = 0;
    for await (const line of linesOf(store, section, subject)) {
      yield `${count === 0 ? '' : ','}\n${indented(await named(line))}`;
      count += 1;
    }
    yield count === 0 ? ']' : '\n  ]';
  }
  yield '\n}\n';
}

const sectionsFor = (audience: Audience): Section[] =>
  sections.filter(section => section.audience === 'everyone' || audience === 'operator');

/** The lines of a section in the order of its sources. */
export async function* linesOf(
  store: PersonalDataStore,
  { sources }: Section,
  subject: Subject,
): AsyncGenerator<Fields> {
  for (const source of sources) yield* store.read(source, subject);
}

/** Puts names beside the numbers of courses and columns; each is looked up once. */
function namesOf(store: PersonalDataStore): (line: Fields) => Promise<Fields> {
  const known = new Map<string, string | null>();
  async function labelled(kind: LabelKind, id: string): Promise<Fields> {
    const key = `${kind} ${id}`;
    if (!known.has(key)) known.set(key, await store.findLabel(kind, id));
    return { id, title: known.get(key) ?? null };
  }
  return async line => {
    const { course, column } = line;
    return {
      ...line,
      ...(typeof course === 'string' ? { course: await labelled('course', course) } : {}),
      ...(typeof column === 'string' ? { column: await labelled('column', column) } : {}),
    };
  };
}

const indented = (line: Fields): string => JSON.stringify(line, null, 2).replaceAll(/^/gm, '    ');
