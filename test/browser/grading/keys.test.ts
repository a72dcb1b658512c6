import { describe, expect, it } from 'vitest';
import { commandOf, type Place } from '../../../src/browser/grading/keys.ts';

const key = (
  name: string,
  code: string,
  held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey', true>> = {},
) => ({
  key: name,
  code,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...held,
});
const places: Place[] = ['percent', 'level', 'other'];

describe('the keys of the panel', () => {
  it.each([
    ['Latin', 'n', 'q'],
    ['Russian', 'т', 'й'],
    ['Kazakh', 'т', 'й'],
  ])('are places on the keyboard, the same under a %s layout', (_layout, letter, bandLetter) => {
    for (const place of places) {
      expect(commandOf(key(letter, 'KeyN'), place, true)).toEqual({ kind: 'next-student' });
      expect(commandOf(key(bandLetter, 'KeyQ'), place, true)).toEqual({ kind: 'band', place: 0 });
    }
  });

  it('type the digit where the Kazakh layout has a letter in its upper row', () => {
    expect(commandOf(key('ү', 'Digit8'), 'percent', true)).toEqual({ kind: 'digit', digit: '8' });
    expect(commandOf(key('8', 'Digit8'), 'percent', true)).toBeNull();
    expect(commandOf(key('8', 'Numpad8'), 'level', true)).toEqual({ kind: 'digit', digit: '8' });
    expect(commandOf(key('8', 'Digit8'), 'other', true)).toBeNull();
  });

  it('do nothing alone when they are turned off, except digits and Enter', () => {
    for (const place of places) expect(commandOf(key('n', 'KeyN'), place, false)).toBeNull();
    expect(commandOf(key('Enter', 'Enter'), 'percent', false)).toEqual({ kind: 'next-criterion' });
    expect(commandOf(key('ү', 'Digit8'), 'percent', false)).toEqual({ kind: 'digit', digit: '8' });
  });

  it('leave the comment to its writer', () => {
    for (const name of ['n', 'q', '7', 'Enter']) {
      expect(commandOf(key(name, `Key${name.toUpperCase()}`), 'comment', true)).toBeNull();
    }
    expect(commandOf(key('Escape', 'Escape'), 'comment', true)).toEqual({ kind: 'leave-comment' });
    expect(commandOf(key('Enter', 'Enter', { ctrlKey: true }), 'comment', true)).toEqual({
      kind: 'next-student',
    });
  });

  it('leave buttons and links their Enter, and the browser its own combinations', () => {
    expect(commandOf(key('Enter', 'Enter'), 'other', true)).toBeNull();
    for (const held of ['ctrlKey', 'altKey'] as const) {
      expect(commandOf(key('n', 'KeyN', { [held]: true }), 'percent', true)).toBeNull();
    }
    expect(commandOf(key('Tab', 'Tab'), 'percent', true)).toBeNull();
  });

  it('go back with Shift and Enter', () => {
    expect(commandOf(key('Enter', 'Enter', { shiftKey: true }), 'percent', true)).toEqual({
      kind: 'previous-criterion',
    });
  });
});
