/** What a key does in the panel. */
export type Command =
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'band'; readonly place: number }
  | {
      readonly kind:
        | 'next-criterion'
        | 'previous-criterion'
        | 'next-student'
        | 'previous-student'
        | 'next-to-do'
        | 'comment'
        | 'bank'
        | 'fold'
        | 'leave-comment';
    };

/** Names of the commands that have a letter, and the places on the keyboard where these letters are at first. */
const firstCodes = {
  'band-0': 'KeyQ',
  'band-1': 'KeyW',
  'band-2': 'KeyE',
  'band-3': 'KeyR',
  'band-4': 'KeyT',
  'band-5': 'KeyY',
  'next-student': 'KeyN',
  'previous-student': 'KeyP',
  'next-to-do': 'KeyU',
  comment: 'KeyC',
  bank: 'KeyB',
  fold: 'KeyD',
} as const;
export type KeyName = keyof typeof firstCodes;
export type KeyMap = Readonly<Record<KeyName, string>>;

export const firstKeys: KeyMap = firstCodes;
export const keyNames = Object.keys(firstCodes) as KeyName[];

/** Only letters: digits are percents, and Enter goes on. */
const isLetter = (code: string): boolean => /^Key[A-Z]$/.test(code);

/** The map with another key for one command; whoever had it before gets the key that became free. */
export function withKey(map: KeyMap, name: KeyName, code: string): KeyMap {
  if (!isLetter(code)) return map;
  const holder = keyNames.find(other => map[other] === code);
  return { ...map, ...(holder === undefined ? {} : { [holder]: map[name] }), [name]: code };
}

/** A map as a browser kept it; the first one where it is no map of ours. */
export function readKeyMap(text: string | null): KeyMap {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Record<string, unknown>> | null;
    const codes = keyNames.map(name => kept?.[name]);
    const isWhole = codes.every(code => typeof code === 'string' && isLetter(code));
    return isWhole && new Set(codes).size === codes.length ? (kept as KeyMap) : firstKeys;
  } catch {
    return firstKeys;
  }
}

export function commandAt(map: KeyMap, code: string): Command | null {
  const name = keyNames.find(one => map[one] === code);
  if (name === undefined) return null;
  return isBand(name) ? { kind: 'band', place: Number(name.slice(5)) } : { kind: name };
}

const isBand = (name: KeyName): name is Extract<KeyName, `band-${number}`> => name.startsWith('band-');
