import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Schema } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { impersonal, inventory, unknownCollections } from '../../../src/features/privacy/domain/inventory.ts';
import { sections } from '../../../src/features/privacy/domain/sections.ts';
import { withheld } from '../../../src/features/privacy/domain/withheld.ts';
import { rootFolder } from '../../../src/paths.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Every path of a collection's model, with those of parts and of lists; "mixed" where no schema goes on. */
function pathsOf(schema: Schema, before = ''): { path: string; mixed: boolean }[] {
  return Object.entries(schema.paths).flatMap(([name, type]) => {
    const path = `${before}${name}`;
    const { schema: part, instance } = type as { schema?: Schema; instance: string };
    return part === undefined
      ? [{ path, mixed: instance === 'Mixed' || instance === 'Map' }]
      : pathsOf(part, `${path}.`);
  });
}

function models() {
  const { connection } = world.app.store;
  return connection.modelNames().map(name => {
    const { collection, schema } = connection.model(name);
    return { collection: collection.name, paths: pathsOf(schema as Schema) };
  });
}

const holdingOf = (collection: string) => inventory.find(one => one.collection === collection);

/** What the inventory says about a collection: these paths, and everything below those without a schema. */
function isDeclared(collection: string, path: string): boolean {
  const holding = holdingOf(collection);
  if (holding === undefined) return false;
  const { about, derived = [], actors, identifying, contents = {} } = holding;
  if ([about, ...derived, ...actors, ...identifying].includes(path)) return true;
  return Object.hasOwn(contents, path);
}

/** Words in names of paths that speak of somebody: `createdBy`, `personId`, `signed.by`, `familyName`. */
const personal = new Set(
  (
    'person people user users sub subject actor author owner student teacher grader learner instructor mentor ' +
    'member by name email mail phone login sourced signer reviewer who recipient browser address ip picture birth'
  ).split(' '),
);
const wordsOf = (path: string): string[] => path.split(/[._]|(?=[A-Z])/).map(word => word.toLowerCase());
const looksPersonal = (path: string): boolean => wordsOf(path).some(word => personal.has(word));

const undeclaredIn = (wanted: (one: { path: string; mixed: boolean }) => boolean): string[] =>
  models().flatMap(({ collection, paths }) =>
    paths
      .filter(one => wanted(one) && !isDeclared(collection, one.path))
      .map(({ path }) => `${collection}.${path}`)
      .filter(path => !Object.hasOwn(harmless, path)),
  );

/** Paths that only look like it, and what they are. */
const harmless: Readonly<Record<string, string>> = {
  'console_sessions.browser': 'a digest of the cookie of somebody of whom nothing else is stored',
  'gradebookColumns.pause': 'until when a column rests, and why',
  'groupPlaces.name': 'a group of a course',
  'launch_log.lastLoginAt': 'a time of a platform',
  'leases.owner': 'a process',
  'lti_key_sets.key': 'a public key',
  'lti_registrations.name': 'a platform',
  'noticeChoices.mailOff': 'kinds of news that are not in the mail',
  'platform_checks.steps.name': 'a step of a check',
  'platform_checks.steps.facts': 'addresses and answers of a platform',
  'lti_invitations.name': 'a platform',
  'syllabi.fileName': 'a document',
};

describe('the inventory of personal data', () => {
  it('knows every collection of every model, and everything that the store holds', async () => {
    const collections = models().map(({ collection }) => collection);
    expect(collections.length).toBeGreaterThan(12);
    const stored = Object.keys(await world.documents());
    expect(unknownCollections([...collections, ...stored])).toEqual([]);
  });

  it('has no collection in both lists', () => {
    const names = [...inventory.map(({ collection }) => collection), ...Object.keys(impersonal)];
    expect(new Set(names).size).toBe(names.length);
  });

  it('knows every path whose name speaks of a person', () => {
    expect(undeclaredIn(({ path }) => looksPersonal(path))).toEqual([]);
  });

  it('says of everything that has no schema what it holds', () => {
    expect(undeclaredIn(({ mixed }) => mixed)).toEqual([]);
  });

  it('notices a new collection, a new path with a person, and new contents without a schema', () => {
    const { connection } = world.app.store;
    const signed = new Schema(
      { signedBy: String, whole: Schema.Types.Mixed },
      { collection: 'certificates' },
    );
    connection.model('Certificate', signed);
    try {
      expect(unknownCollections(models().map(({ collection }) => collection))).toEqual(['certificates']);
      expect(undeclaredIn(({ path }) => looksPersonal(path))).toEqual(['certificates.signedBy']);
      expect(undeclaredIn(({ mixed }) => mixed)).toEqual(['certificates.whole']);
    } finally {
      connection.deleteModel('Certificate');
    }
  });

  it('names the place of every id, name, address and number of a person that a course in use has stored', async () => {
    const { teacher, assistant, student, other } = world;
    const known = [teacher, assistant, student, other].flatMap(({ personId, traces }) => [
      personId,
      ...traces,
    ]);
    const places = new Set<string>();
    for (const [collection, documents] of Object.entries(await world.documents())) {
      for (const document of documents) {
        for (const [path, text] of textsOf(document)) {
          if (known.some(one => text.includes(one))) places.add(`${collection} ${path}`);
        }
      }
    }
    const unknown = [...places].filter(place => {
      const [collection = '', path = ''] = place.split(' ');
      return !isDeclared(collection, path);
    });
    expect(unknown).toEqual([]);
    // The walk has seen something.
    expect([...places]).toEqual(
      expect.arrayContaining(['people email', 'grades draft.by', 'gradeEvents released.by', 'outbox userId']),
    );
  });

  it('exports or names every path of the documents about a person', () => {
    const missing = models().flatMap(({ collection, paths }) => {
      if (holdingOf(collection)?.about == null) return [];
      const shown = sections.flatMap(({ sources }) =>
        sources
          .filter(source => source.collection === collection)
          .flatMap(({ fields }) => Object.values(fields)),
      );
      const isShown = (path: string) => shown.some(one => one === path || one.startsWith(`${path}.`));
      return paths
        .filter(({ path }) => !isShown(path) && withheld[collection]?.[path] === undefined)
        .map(({ path }) => `${collection}.${path}`);
    });
    expect(missing).toEqual([]);
  });

  it('leaves nothing that tells who somebody was, by the rule of each collection', () => {
    for (const { collection, identifying, erasure } of inventory) {
      if (erasure.kind === 'delete') continue;
      const replaced = erasure.kind === 'change' ? Object.keys(erasure.set('0123456789abcdef')) : [];
      expect(
        identifying.filter(path => !replaced.includes(path)),
        collection,
      ).toEqual([]);
    }
  });

  it('stands in the documentation, collection by collection', () => {
    const text = readFileSync(join(rootFolder, 'docs/privacy.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(row => row[1]);
    expect(rows).toEqual(inventory.map(({ collection }) => collection));
  });
});

/** Every text of a document with its path; places in lists do not count. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap(one => textsOf(one, path));
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, path === '' ? key : `${path}.${key}`));
}
