import { type Command, commandAt, firstKeys, type KeyMap } from './keyMap.ts';

/** Where the focus is: in a percent field, on a level, in the comment, or anywhere else. */
export type Place = 'percent' | 'level' | 'comment' | 'other';

type Key = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'
>;

/**
 * The command of a key, null when it is the browser's. Single-character commands can be turned off or changed (WCAG
 * 2.1.4) and never work where text is written.
 */
export function commandOf(
  key: Key,
  place: Place,
  singleKeys: boolean,
  map: KeyMap = firstKeys,
): Command | null {
  if (key.isComposing || key.altKey || key.metaKey) return null;
  if (place === 'comment') return commentCommand(key);
  if (key.ctrlKey) return null;
  if (key.key === 'Enter') return place === 'other' ? null : enterCommand(key.shiftKey);
  if (key.shiftKey) return null;
  const digit = digitOf(key);
  if (digit !== null) return digitCommand(key, place, digit);
  // Places on the keyboard, not letters: the same keys under a Latin, a Russian and a Kazakh layout.
  return singleKeys ? commandAt(map, key.code) : null;
}

function commentCommand(key: Key): Command | null {
  if (key.key === 'Escape') return { kind: 'leave-comment' };
  return key.key === 'Enter' && key.ctrlKey ? { kind: 'next-student' } : null;
}

const enterCommand = (back: boolean): Command => ({ kind: back ? 'previous-criterion' : 'next-criterion' });

/** The upper row of the Kazakh layout has letters where others have digits, yet somebody who grades means the digit. */
function digitOf({ key, code }: Key): string | null {
  if (/^\d$/.test(key)) return key;
  return /^Digit(\d)$/.exec(code)?.[1] ?? null;
}

/** In a percent field the browser types digits by itself, unless the layout has none there. */
function digitCommand({ key }: Key, place: Place, digit: string): Command | null {
  const isTypedAnyway = place === 'percent' && key === digit;
  return place === 'other' || isTypedAnyway ? null : { kind: 'digit', digit };
}
