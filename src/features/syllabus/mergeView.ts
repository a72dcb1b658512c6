import { type Catalogue } from '../../i18n/index.ts';
import { diffSections } from './domain/diff/parts.ts';
import { type Decision } from './domain/merge/decisions.ts';
import { fieldName, fieldValue, partName } from './partNames.ts';

const tones = { taken: 'success', kept: 'info', asked: 'warning', held: 'danger' } as const;

interface DecisionView {
  readonly id: string;
  readonly chip: { readonly text: string; readonly tone: string };
  readonly field: string | null;
  /** Why it is not as the document has it. */
  readonly reason: string | null;
  readonly versions: readonly { readonly term: string; readonly value: string }[];
  /** The two values to choose from; null where nothing is asked. */
  readonly ask: {
    readonly name: string;
    readonly legend: string;
    readonly isMissing: boolean;
    readonly options: readonly {
      readonly value: 'present' | 'document';
      readonly term: string;
      readonly text: string;
      readonly checked: boolean;
    }[];
  } | null;
}

export interface MergeGroup {
  readonly title: string;
  readonly count: number;
  readonly rows: readonly { readonly name: string; readonly decisions: readonly DecisionView[] }[];
}

export const choiceName = (id: string): string => `choose:${id}`;

/**
 * The differences in the reader's words, section by section and row by row.
 * @param isSent whether somebody has sent the form: then what is still open says so
 */
export function mergeGroups(decisions: readonly Decision[], t: Catalogue, isSent: boolean): MergeGroup[] {
  return diffSections.flatMap(section => {
    const own = decisions.filter(decision => decision.section === section);
    if (own.length === 0) return [];
    const rows = new Map<string, { name: string; decisions: DecisionView[] }>();
    for (const decision of own) {
      const name = nameOf(decision, t);
      const row = rows.get(decision.key) ?? { name, decisions: [] };
      row.decisions.push(decisionView(decision, t, isSent));
      rows.set(decision.key, row);
    }
    return [{ title: t.syllabus.sections[section], count: own.length, rows: [...rows.values()] }];
  });
}

function nameOf(decision: Decision, t: Catalogue): string {
  if (decision.what === 'order') return t.merge.order;
  return decision.what === 'section' ? t.syllabus.sections[decision.section] : partName(decision, t);
}

function decisionView(decision: Decision, t: Catalogue, isSent: boolean): DecisionView {
  const words = t.merge;
  const { id, field, outcome, reason, choice } = decision;
  const label = field === null ? null : fieldName(field, t);
  const text = (side: 'read' | 'present' | 'document'): string => {
    if (decision.what === 'row') return decision[side] === null ? words.without : words.with;
    if (field === null) return words[side];
    return fieldValue(field, decision[side], t) ?? t.approval.blank;
  };
  const isAsked = outcome === 'asked';
  const hasTexts = field !== null || decision.what === 'row';
  const shown = isAsked ? (['read'] as const) : (['read', 'present', 'document'] as const);
  return {
    id,
    chip: { text: words.outcomes[outcome], tone: tones[outcome] },
    field: label,
    reason: reason === null ? null : words.reasons[reason],
    versions: hasTexts
      ? shown
          .filter(side => side !== 'read' || decision.read !== null)
          .map(side => ({ term: words[side], value: text(side) }))
      : [],
    ask: isAsked
      ? {
          name: choiceName(id),
          legend: label === null ? nameOf(decision, t) : `${nameOf(decision, t)} – ${label}`,
          isMissing: isSent && choice === null,
          options: (['present', 'document'] as const).map(side => ({
            value: side,
            term: words[side],
            text: hasTexts ? text(side) : '',
            checked: choice === side,
          })),
        }
      : null,
  };
}

/** A row with marks by its key, where no syllabus has it: "Seminar 3". */
export function lostRowName(key: string, t: Catalogue): string {
  const [, kind = '', number] = /^(\w+?)(?:-(\d+))?(?:~\d+)?$/u.exec(key) ?? [];
  const kinds: Readonly<Record<string, string>> = t.calendar.kinds;
  return number === undefined ? (kinds[kind] ?? key) : `${kinds[kind] ?? kind} ${number}`;
}
