import { type Catalogue } from '../../i18n/index.ts';
import { type ChangeGroup } from '../approval/index.ts';
import { type CourseMap, keyedRows, type MapRow, moocLabel } from './domain/courseMap.ts';
import { type MapChange } from './domain/diff.ts';
import { type MapFinding } from './domain/findings.ts';

/** "Lecture 3": a row as a person would call it. */
export function rowName(row: Pick<MapRow, 'kind' | 'number'>, t: Catalogue): string {
  const kind = t.calendar.kinds[row.kind];
  return row.number === null ? kind : `${kind} ${row.number}`;
}

/** Every key that findings and changes speak of, in words. Keys without a row are read as kind and number. */
export function namesOf(maps: readonly CourseMap[], t: Catalogue): (key: string) => string {
  const names = new Map<string, string>();
  for (const map of maps) {
    for (const { key, row } of keyedRows(map)) {
      // Rows without numbers are told apart by their weeks.
      const several = row.number === null && map.schedule.filter(({ kind }) => kind === row.kind).length > 1;
      const week = several && row.week !== null ? ` (${t.moocmap.week({ week: row.week })})` : '';
      names.set(key, `${rowName(row, t)}${week}`);
    }
    for (const { key, title } of map.moocs) names.set(key, title ?? moocLabel(map, key));
  }
  const kinds: Readonly<Record<string, string>> = t.calendar.kinds;
  return key => {
    const [, kind = '', number = ''] = /^([a-z]+)(?:-(\d+))?(?:~\d+)?$/u.exec(key) ?? [];
    return names.get(key) ?? (kind in kinds ? `${kinds[kind] ?? ''} ${number}`.trim() : key);
  };
}

/** Where a row, or an online course, stands on the page of its draft. */
export const anchorOf = (key: string): string => `at-${key.replace(/[^\p{L}\p{N}-]/gu, '_')}`;

export interface MapFindingView {
  readonly severity: MapFinding['severity'];
  readonly text: string;
  readonly place: string;
  readonly href: string;
}

const order = { error: 0, warning: 1, info: 2 };

/** The findings in the viewer's words, errors first; each leads to the part of the page that it speaks of. */
export function findingViews(
  findings: readonly MapFinding[],
  map: CourseMap,
  t: Catalogue,
): MapFindingView[] {
  const name = namesOf([map], t);
  return [...findings]
    .sort((a, b) => order[a.severity] - order[b.severity])
    .map(finding => ({
      severity: finding.severity,
      text: messageOf(finding, name, t),
      place: t.moocmap.parts[finding.part],
      href: `#${finding.part === 'schedule' ? weekOf(map, finding.place) : finding.part}`,
    }));
}

function weekOf(map: CourseMap, key: string | null): string {
  const found = keyedRows(map).find(one => one.key === key);
  return found === undefined ? 'schedule' : `week-${found.row.week ?? 0}`;
}

type MessageText = (params: Readonly<Record<string, unknown>>) => string;

function messageOf(finding: MapFinding, name: (key: string) => string, t: Catalogue): string {
  const message = t.moocmap.messages[finding.code] as MessageText;
  const languages: Readonly<Record<string, string>> = t.moocmap.languages;
  const params = Object.entries(finding.params).map(([field, value]: [string, unknown]) => {
    if (Array.isArray(value)) return [field, value.map(one => name(String(one))).join(', ')];
    if (finding.code === 'language' && field !== 'mooc')
      return [field, languages[String(value) in languages ? String(value) : 'other']];
    const isKey = field === 'row' || field === 'what';
    return [field, isKey && typeof value === 'string' ? name(value) : value];
  });
  if (finding.code !== 'consultation') return message(Object.fromEntries(params) as Record<string, unknown>);
  const { what, number } = finding.params;
  return message({
    what: what === 'final' || number === null ? t.calendar.kinds[what] : t.calendar.midterm({ number }),
  });
}

const tones = { added: 'success', removed: 'danger', changed: 'warning' } as const;

/** The differences of two versions, part by part. */
export function changeGroups(
  changes: readonly MapChange[],
  maps: readonly CourseMap[],
  t: Catalogue,
): ChangeGroup[] {
  const name = namesOf(maps, t);
  const fields: Readonly<Record<string, string>> = t.moocmap.fields;
  const written = (field: string, value: string | null): string => {
    if (value === null) return t.approval.blank;
    if (value === 'true') return t.moocmap.yes;
    const modes: Readonly<Record<string, string>> = t.moocmap.modes;
    if (field === 'mooc') return name(value);
    return field === 'mode' && value in modes ? (modes[value] ?? value) : value;
  };
  return [...new Set(changes.map(({ part }) => part))].map(part => ({
    title: t.moocmap.parts[part],
    changes: changes
      .filter(change => change.part === part)
      .map(({ kind, key, fields: changed }) => ({
        kind,
        chip: t.approval.changeKinds[kind],
        tone: tones[kind],
        name: key === part ? t.moocmap.parts[part] : key.split(':').map(name).join(', '),
        fields: changed.map(({ field, before, after }) => ({
          name: fields[field] ?? field,
          before: written(field, before),
          after: written(field, after),
        })),
      })),
  }));
}
