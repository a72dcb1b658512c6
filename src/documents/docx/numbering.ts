import { type PartPackage } from '../ooxml/package.ts';
import { visitXml } from '../ooxml/xml.ts';

/** Which list a paragraph belongs to, and how deep in it. */
export interface ListPlace {
  readonly list: string;
  readonly level: number;
}

interface Level {
  start: number;
  format: string;
  /** As "%1.%2": each number stands for the counter of that level. */
  pattern: string;
}

interface Lists {
  /** Levels of the definitions, by definition and level. */
  readonly levels: Map<string, Map<number, Level>>;
  /** The definition that a list uses. */
  readonly definitions: Map<string, string>;
  /** Levels at which a list begins anew. */
  readonly restarts: Map<string, Map<number, number>>;
  /** Lists of paragraph styles. */
  readonly styles: Map<string, Partial<ListPlace> & { basedOn?: string }>;
}

/** Counts the numbers that Word prints before paragraphs of numbered lists: they are not in the text. */
export class Numbering {
  private readonly counters = new Map<string, number[]>();
  private readonly started = new Set<string>();
  private readonly lists: Lists;
  constructor(lists: Lists) {
    this.lists = lists;
  }

  /** The list that a paragraph has by its style. */
  ofStyle(style: string): Partial<ListPlace> {
    const seen = new Set<string>();
    for (let id: string | undefined = style; id !== undefined && !seen.has(id);) {
      seen.add(id);
      const found = this.lists.styles.get(id);
      if (found?.list !== undefined) return found;
      id = found?.basedOn;
    }
    return {};
  }

  /** Counts one paragraph and gives what stands before it ("3.", "1.2", "IV)"); empty for bullets. */
  next({ list, level }: ListPlace): string {
    const definition = this.lists.definitions.get(list);
    const levels = definition === undefined ? undefined : this.lists.levels.get(definition);
    if (definition === undefined || levels === undefined) return '';
    const counters = this.counters.get(definition) ?? [];
    this.counters.set(definition, counters);
    if (!this.started.has(list)) {
      this.started.add(list);
      for (const [at, start] of this.lists.restarts.get(list) ?? []) counters.splice(at, Infinity, start - 1);
    }
    counters[level] = (counters[level] ?? (levels.get(level)?.start ?? 1) - 1) + 1;
    counters.length = level + 1;
    return this.marker(levels, counters, level);
  }

  private marker(
    levels: ReadonlyMap<number, Level>,
    counters: readonly (number | undefined)[],
    level: number,
  ): string {
    const own = levels.get(level);
    if (own === undefined || own.format === 'bullet' || own.format === 'none') return '';
    return own.pattern.replace(/%(\d)/gu, (_, digit: string) => {
      const at = Number(digit) - 1;
      const count = counters[at] ?? levels.get(at)?.start ?? 1;
      return formatted(count, levels.get(at)?.format ?? 'decimal');
    });
  }
}

function formatted(count: number, format: string): string {
  switch (format) {
    case 'upperRoman':
      return roman(count);
    case 'lowerRoman':
      return roman(count).toLowerCase();
    case 'upperLetter':
      return letter(count);
    case 'lowerLetter':
      return letter(count).toLowerCase();
    case 'decimalZero':
      return String(count).padStart(2, '0');
    default:
      return String(count);
  }
}

function roman(count: number): string {
  const signs: readonly (readonly [number, string])[] = [
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let rest = Math.min(count, 399);
  return signs.reduce((text, [value, sign]) => {
    const times = Math.floor(rest / value);
    rest -= times * value;
    return text + sign.repeat(times);
  }, '');
}

/** Word repeats the letter after the alphabet: Z is followed by AA, BB. */
function letter(count: number): string {
  const index = (count - 1) % 26;
  return String.fromCharCode(65 + index).repeat(Math.min(9, Math.floor((count - 1) / 26) + 1));
}

/** Reads the definitions of lists, and which styles are lists. */
export async function readNumbering(
  file: PartPackage,
  parts: { readonly numbering: string | null; readonly styles: string | null },
): Promise<Numbering> {
  const lists: Lists = { levels: new Map(), definitions: new Map(), restarts: new Map(), styles: new Map() };
  if (parts.numbering !== null) await readLists(file, parts.numbering, lists);
  if (parts.styles !== null) await readStyles(file, parts.styles, lists);
  return new Numbering(lists);
}

async function readLists(file: PartPackage, part: string, lists: Lists): Promise<void> {
  let definition = '';
  let list = '';
  let at = 0;
  let level: Level | undefined;
  await visitXml(file.read(part), (element, ancestors) => {
    const value = element.attribute('val') ?? '';
    const isOverride = ancestors.includes('lvlOverride');
    switch (element.name) {
      case 'abstractNum':
        definition = element.attribute('abstractNumId') ?? '';
        lists.levels.set(definition, new Map());
        break;
      case 'num':
        list = element.attribute('numId') ?? '';
        break;
      case 'abstractNumId':
        lists.definitions.set(list, value);
        break;
      case 'lvlOverride':
        at = Number(element.attribute('ilvl'));
        break;
      case 'startOverride':
        lists.restarts.set(
          list,
          (lists.restarts.get(list) ?? new Map<number, number>()).set(at, Number(value)),
        );
        break;
      case 'lvl':
        level = { start: 1, format: 'decimal', pattern: '' };
        if (!isOverride) lists.levels.get(definition)?.set(Number(element.attribute('ilvl')), level);
        break;
      case 'start':
        if (level !== undefined) level.start = Number(value);
        break;
      case 'numFmt':
        if (level !== undefined) level.format = value;
        break;
      case 'lvlText':
        if (level !== undefined) level.pattern = value;
        break;
    }
  });
}

async function readStyles(file: PartPackage, part: string, lists: Lists): Promise<void> {
  let style: (Partial<ListPlace> & { basedOn?: string }) | undefined;
  await visitXml(file.read(part), element => {
    const value = element.attribute('val');
    if (element.name === 'style') {
      style = {};
      lists.styles.set(element.attribute('styleId') ?? '', style);
    } else if (style === undefined || value === undefined) {
      return;
    } else if (element.name === 'basedOn') {
      style.basedOn = value;
    } else if (element.name === 'numId') {
      style = Object.assign(style, { list: value, level: style.level ?? 0 });
    } else if (element.name === 'ilvl') {
      style = Object.assign(style, { level: Number(value) });
    }
  });
}
