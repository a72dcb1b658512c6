import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKeysOf } from '../../../src/features/marksimport/domain/names.ts';
import {
  type Clues,
  createMatcher,
  type RosterEntry,
} from '../../../src/features/marksimport/domain/people.ts';
import { asId } from '../../../src/kernel/ids.ts';

const person = (id: string, name: string, more: Partial<RosterEntry> = {}): RosterEntry => ({
  id: asId<'person'>(id),
  email: null,
  sourcedId: null,
  sub: `sub-${id}`,
  names: [name],
  ...more,
});
const clues = (given: Partial<Clues>): Clues => ({
  ...{ tirekId: '', email: '', sourcedId: '', userId: '', name: '' },
  ...given,
});

const nursultan = person('a', 'Қожахметов Нұрсұлтан', {
  email: 'Nursultan@univ.example',
  sourcedId: '22B 0017',
});
const ulpan = person('b', 'Бейсенбаева Ұлпан');
const ulpanToo = person('c', 'Бейсенбаева Ұлпан');
const sergei = person('d', 'Семёнов Сергей');
const match = createMatcher([nursultan, ulpan, ulpanToo, sergei]);

describe('a row of a file', () => {
  it('is about whom its address, number or id names, in any case and with any blanks', () => {
    expect(match(clues({ email: ' nursultan@UNIV.example ' }))).toMatchObject({ id: 'a', by: 'email' });
    expect(match(clues({ sourcedId: '22b0017' }))).toMatchObject({ id: 'a', by: 'sourced-id' });
    expect(match(clues({ userId: 'sub-d' }))).toMatchObject({ id: 'd', by: 'user-id' });
    expect(match(clues({ tirekId: 'b', name: 'Бейсенбаева Ұлпан' }))).toMatchObject({
      id: 'b',
      by: 'tirek-id',
    });
  });

  it.each([
    ['in the other order', 'Сергей Семёнов'],
    ['with е for ё', 'Семенов Сергей'],
    ['with look-alike Latin letters', 'Cемёнов Cepгeй'],
    ['in capitals', 'СЕМЁНОВ СЕРГЕЙ'],
    ['with a comma', 'Семёнов, Сергей'],
  ])('is about the one who has exactly this name %s', (_, name) => {
    expect(match(clues({ name }))).toMatchObject({ kind: 'matched', id: 'd', by: 'name' });
  });

  it.each([
    ['Russian letters for Kazakh ones', 'Кожахметов Нурсултан', 'similar-name'],
    ['Latin letters', 'Nursultan Kozhakhmetov', 'similar-name'],
    ['a patronymic', 'Семёнов Сергей Петрович', 'similar-name'],
    ['a name that two have', 'Бейсенбаева Ұлпан', 'namesakes'],
  ])('is asked about when it has %s', (_, name, why) => {
    expect(match(clues({ name }))).toMatchObject({ kind: 'doubtful', why });
  });

  it('is asked about when the name is right and the address another one', () => {
    const found = match(clues({ name: 'Қожахметов Нұрсұлтан', email: 'nurs@mail.example' }));
    expect(found).toEqual({ kind: 'doubtful', candidates: ['a'], why: 'other-address' });
  });

  it('is asked about when its address is one person’s and its number or name another’s', () => {
    const email = 'nursultan@univ.example';
    expect(match(clues({ email, userId: 'sub-d' }))).toMatchObject({
      why: 'contradiction',
      candidates: ['a', 'd'],
    });
    expect(match(clues({ email, name: 'Семёнов Сергей' }))).toMatchObject({ why: 'contradiction' });
  });

  it('with an address that its owner has told is theirs if the name is, and asked about without a name', () => {
    const told = { told: ['nurs@mail.example', 'sergei@univ.example'] };
    const telling = createMatcher([
      { ...nursultan, ...told },
      { ...sergei, email: 'sergei@univ.example' },
    ]);
    const name = 'Нұрсұлтан Қожахметов';
    expect(telling(clues({ email: 'nurs@mail.example', name }))).toMatchObject({ kind: 'matched', id: 'a' });
    expect(telling(clues({ email: 'nurs@mail.example' }))).toMatchObject({
      why: 'told-address',
      candidates: ['a'],
    });
    expect(telling(clues({ email: 'sergei@univ.example' }))).toMatchObject({ kind: 'matched', id: 'd' });
  });

  it('is about nobody of the class when nothing leads to anybody', () => {
    expect(match(clues({ email: 'other@univ.example', name: 'Ким Анна' })).kind).toBe('unknown');
    expect(match(clues({})).kind).toBe('unknown');
    expect(match(clues({ name: '—' })).kind).toBe('unknown');
  });
});

describe('the keys of a name', () => {
  it('are the same for the same words in any order and case', () => {
    const word = fc.stringMatching(/^[А-Яа-яӘәҒғҚқҢңӨөҰұҮү]{2,10}$/u);
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(nameKeysOf(`${one} ${other}`)).toMatchObject({
          exact: nameKeysOf(`${other} ${one.toUpperCase()}`)?.exact,
        });
      }),
    );
  });

  it('never make one person of two who differ in a letter of the same alphabet', () => {
    expect(nameKeysOf('Қасым Асан')?.exact).not.toBe(nameKeysOf('Касым Асан')?.exact);
    expect(nameKeysOf('Kim Anna')?.exact).not.toBe(nameKeysOf('Kim Hanna')?.exact);
  });
});
