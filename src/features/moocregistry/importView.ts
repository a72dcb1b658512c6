import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { faultText } from './editView.ts';
import { type ImportLine, type Wrong } from './domain/importPlan.ts';
import { contentFields, titleIn } from './domain/mooc.ts';
import { type ShownImport } from './importService.ts';
import { valueText } from './moocView.ts';

/** Rows of a kind that a page spells out; the others are counted. Doubtful ones beyond it are not taken. */
const spelt = 200;

export function importView({ pending, lines, seen }: ShownImport, t: Catalogue, lang: Lang) {
  const words = t.mooccentre.file;
  const of = (kind: ImportLine['kind']) => lines.filter(line => line.kind === kind);
  const part = <T>(kind: ImportLine['kind'], view: (line: ImportLine) => T) => {
    const all = of(kind);
    return {
      title: words.counts[kind],
      count: all.length,
      rows: all.slice(0, spelt).map(view),
      more: all.length > spelt ? words.more({ count: all.length - spelt }) : null,
    };
  };
  const base = (line: ImportLine) => ({
    row: words.row({ row: line.row }),
    title: line.title === '' ? t.moocregistry.untitled : line.title,
    stateStays: line.stateStays ? words.notes['state-stays'] : null,
    changes: changesOf(line, t),
  });
  const listed = (line: ImportLine) => ({
    ...base(line),
    wrongs: wrongTexts(line.wrong, t),
    what: line.action.kind === 'change' ? words.willChange({ number: line.action.target.number }) : null,
  });
  return {
    lead: words.planLead({ name: pending.file }),
    seen,
    ignored: pending.ignored.length === 0 ? null : words.ignored({ names: pending.ignored.join(', ') }),
    counts: (['new', 'change', 'same', 'doubt', 'wrong'] as const).map(kind => ({
      term: words.counts[kind],
      value: String(of(kind).length),
    })),
    canMake: lines.some(({ kind }) => kind === 'new' || kind === 'change' || kind === 'doubt'),
    doubts: part('doubt', line => ({
      ...base(line),
      doubts: line.doubts.map(one => words.doubts[one]),
      field: choiceField(line, t, lang),
    })),
    lists: [
      { ...part('change', listed), isOpen: true },
      { ...part('wrong', listed), isOpen: true },
      { ...part('new', listed), isOpen: false },
    ].filter(({ count }) => count > 0),
  };
}

function changesOf({ changes }: ImportLine, t: Catalogue) {
  return changes.map(({ field, from, to }) => ({
    field: t.moocregistry.fields[field],
    from: valueText(field, from, t) || t.moocregistry.history.blank,
    to: valueText(field, to, t) || t.moocregistry.history.blank,
  }));
}

function choiceField({ row, doubts, candidates, action }: ImportLine, t: Catalogue, lang: Lang) {
  const words = t.mooccentre.file;
  const chosen = action.kind === 'add' ? 'add' : action.kind === 'change' ? String(action.target.number) : '';
  const mayAdd = !doubts.includes('looks-like-formula') || candidates.length === 0;
  const options = [
    { value: '', text: words.skip },
    ...(mayAdd ? [{ value: 'add', text: words.addAsNew }] : []),
    ...candidates.map(({ number, titles }) => ({
      value: String(number),
      text: words.changeNumber({ number, title: titleIn(titles, lang) }),
    })),
  ];
  return {
    id: `choice-${row}`,
    name: `choice:${row}`,
    type: 'select',
    label: words.decide({ row }),
    hiddenLabel: true,
    options: options.map(option => ({ ...option, selected: option.value === chosen })),
  };
}

function wrongTexts(wrong: Wrong | null, t: Catalogue): string[] {
  const words = t.mooccentre.file.wrongs;
  if (wrong === null) return [];
  if (wrong.kind === 'repeated') return [words.repeated({ row: wrong.row })];
  if (wrong.kind === 'retired') return [words.retired];
  return contentFields.flatMap(field => {
    const fault = wrong.faults[field];
    if (fault === undefined) return [];
    return [words.field({ field: t.moocregistry.fields[field], text: faultText(fault, t) })];
  });
}
