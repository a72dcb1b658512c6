/** What a key does in the table. */
export type GridCommand =
  | { readonly kind: 'move'; readonly rows: number; readonly columns: number; readonly extend: boolean }
  | { readonly kind: 'edge'; readonly rows: number; readonly columns: number; readonly extend: boolean }
  | { readonly kind: 'page'; readonly rows: number; readonly extend: boolean }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'open' | 'clear' | 'undo' | 'redo' | 'fill' | 'all' | 'one' };

type Key = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'
>;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Places on the keyboard, not letters: the same keys under a Latin and a Cyrillic layout. */
const withControl: Readonly<Record<string, 'undo' | 'redo' | 'fill' | 'all'>> = {
  KeyZ: 'undo',
  KeyY: 'redo',
  KeyD: 'fill',
  KeyA: 'all',
};

/** The command of a key while no cell is being edited; null when it is the browser's. Tab leaves the table. */
export function gridCommandOf(key: Key): GridCommand | null {
  if (key.isComposing || key.altKey) return null;
  const hasControl = key.ctrlKey || key.metaKey;
  const extend = key.shiftKey;
  const arrow = arrows[key.key];
  if (arrow !== undefined) {
    const [rows, columns] = arrow;
    return { kind: hasControl ? 'edge' : 'move', rows, columns, extend };
  }
  if (hasControl) return controlCommand(key);
  switch (key.key) {
    case 'Home':
      return { kind: 'edge', rows: 0, columns: -1, extend };
    case 'End':
      return { kind: 'edge', rows: 0, columns: 1, extend };
    case 'PageUp':
      return { kind: 'page', rows: -1, extend };
    case 'PageDown':
      return { kind: 'page', rows: 1, extend };
    case 'Enter':
    case 'F2':
      return { kind: 'open' };
    case 'Delete':
    case 'Backspace':
      return { kind: 'clear' };
    case 'Escape':
      return { kind: 'one' };
    default:
      return [...key.key].length === 1 && key.key !== ' ' ? { kind: 'type', text: key.key } : null;
  }
}

function controlCommand(key: Key): GridCommand | null {
  if (key.key === 'Home') return { kind: 'edge', rows: -1, columns: -1, extend: key.shiftKey };
  if (key.key === 'End') return { kind: 'edge', rows: 1, columns: 1, extend: key.shiftKey };
  const kind = withControl[key.code];
  if (kind === undefined) return null;
  return { kind: kind === 'undo' && key.shiftKey ? 'redo' : kind };
}
