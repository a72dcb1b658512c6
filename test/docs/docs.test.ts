import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { errorCodes } from '../../src/kernel/errors.ts';
import { abilities, abilitiesOf, courseRoles } from '../../src/kernel/permissions.ts';
import { rootFolder } from '../../src/paths.ts';

const read = (name: string): string => readFileSync(join(rootFolder, name), 'utf8');

describe('what is written down', () => {
  it('says of every ability who has it, as the code does', () => {
    const rows = [...read('docs/permissions.md').matchAll(/^\| `([\w.]+)` \|(.*)\|$/gm)];
    expect(rows.map(row => row[1])).toEqual([...abilities]);
    for (const [, ability, cells = ''] of rows) {
      const said = cells.split('|').map(cell => cell.trim() === 'yes');
      const done = courseRoles.map(role => [...abilitiesOf(role)].some(one => one === ability));
      expect(said, ability).toEqual(done);
    }
  });

  it('explains every error code', () => {
    const text = read('docs/errors.md');
    for (const code of errorCodes) expect(text, code).toContain(`\`${code}\``);
  });
});

describe('docker-compose.yml', () => {
  const compose = parse(read('docker-compose.yml')) as {
    services: Record<
      string,
      {
        image?: string;
        ports?: string[];
        networks: string[];
        healthcheck?: object;
        environment?: Record<string, string>;
      }
    >;
    networks: Record<string, { internal?: boolean } | null>;
    volumes: Record<string, unknown>;
  };

  it('runs the tool in production settings and stops without SECRET_KEY or PUBLIC_URL, by name', () => {
    const environment = compose.services.tirek?.environment ?? {};
    expect(environment.NODE_ENV).toBe('production');
    expect(environment.HOST).toBe('0.0.0.0');
    for (const name of ['SECRET_KEY', 'PUBLIC_URL']) {
      expect(String(environment[name])).toMatch(new RegExp(`^\\$\\{${name}:\\?${name}`));
    }
    expect(read('Dockerfile')).toContain('FROM node:24');
  });

  it('keeps MongoDB inside: no published port, an internal network, a volume, a health check', () => {
    const mongo = compose.services.mongo;
    expect(mongo?.image).toBe('mongo:8');
    expect(mongo?.ports).toBeUndefined();
    expect(mongo?.networks.every(name => compose.networks[name]?.internal)).toBe(true);
    expect(mongo?.healthcheck).toBeDefined();
    expect(Object.keys(compose.volumes)).toContain('mongo-data');
  });
});
