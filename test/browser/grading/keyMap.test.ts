import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstKeys, keyNames, readKeyMap, withKey } from '../../../src/browser/grading/keyMap.ts';
import { commandOf } from '../../../src/browser/grading/keys.ts';

const press = (code: string) => ({
  ...{ key: 'x', code, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false },
});

describe('keys that were changed', () => {
  it('do what they were given, and the old ones nothing', () => {
    const map = withKey(firstKeys, 'next-student', 'KeyJ');
    expect(commandOf(press('KeyJ'), 'percent', true, map)).toEqual({ kind: 'next-student' });
    expect(commandOf(press('KeyN'), 'percent', true, map)).toBeNull();
    expect(commandOf(press('KeyJ'), 'percent', false, map)).toBeNull();
    const bands = withKey(firstKeys, 'band-0', 'KeyA');
    expect(commandOf(press('KeyA'), 'level', true, bands)).toEqual({ kind: 'band', place: 0 });
  });

  it('never give two commands one key, whatever is chosen', () => {
    const choice = fc.tuple(
      fc.constantFrom(...keyNames),
      fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ').map(letter => `Key${letter}`),
    );
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 30 }), choices => {
        const map = choices.reduce((before, [name, code]) => withKey(before, name, code), firstKeys);
        expect(new Set(Object.values(map)).size).toBe(keyNames.length);
        expect(readKeyMap(JSON.stringify(map))).toEqual(map);
      }),
    );
  });

  it('are letters: a digit is a percent, and what no browser of ours kept is not read', () => {
    expect(withKey(firstKeys, 'comment', 'Digit7')).toBe(firstKeys);
    for (const text of [
      null,
      '',
      '{',
      '[]',
      '{"comment":"KeyC"}',
      JSON.stringify({ ...firstKeys, fold: 'KeyC' }),
    ])
      expect(readKeyMap(text)).toBe(firstKeys);
  });
});
