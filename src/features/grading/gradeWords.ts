import { type Catalogue } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { decimalMark, formatInstant } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { compareNames, displayName, type Member } from '../roster/index.ts';
import { type Naming } from './classList.ts';
import { type GradeState } from './domain/grade.ts';
import { type InstitutionPolicy, type Label } from './domain/policy.ts';
import { type Band } from './domain/rubric.ts';

/** How people are called and ordered in the viewer's language. */
export function namingOf({ t, lang }: Pick<LaunchContext, 't' | 'lang'>): Naming {
  return {
    nameOf: (member: Member) => displayName(member.person, member.number, t.roster.nameless),
    hiddenName: number => t.grading.hiddenName({ number }),
    compare: compareNames(lang),
  };
}

/** A state as a chip: its words, and a tone and an icon that say the same. */
export function stateChip(state: GradeState, t: Catalogue): { text: string; tone: string; icon: string } {
  const looks: Record<GradeState, { tone: string; icon: string }> = {
    'not-started': { tone: 'neutral', icon: 'circle' },
    'in-progress': { tone: 'info', icon: 'pencil' },
    ready: { tone: 'accent', icon: 'check' },
    released: { tone: 'success', icon: 'check-circle' },
    changed: { tone: 'warning', icon: 'pencil' },
  };
  return { text: t.grading.states[state], ...looks[state] };
}

/** The colour of each band: two failing bands are told apart, the lower one is the graver. */
export function bandTones(bands: readonly Band[]): string[] {
  return bands.map(({ label, min }) => {
    const isUpperFail =
      label === 'unsatisfactory' && bands.some(other => other.label === label && other.min < min);
    return isUpperFail ? 'weak' : label;
  });
}

/** The viewer's language. */
interface Reader {
  readonly t: Catalogue;
  readonly lang: Lang;
}

/** What of a policy has words of its own. */
type Words = Pick<InstitutionPolicy, 'labels'>;

export interface ScoreView {
  readonly number: string;
  readonly of: string;
  readonly letter: string;
  readonly gpa: string;
  readonly label: string;
  readonly tone: string;
}

export function scoreView(
  result: { readonly total: number; readonly letter: string; readonly gpa: string; readonly label: Label },
  policy: Words,
  reader: Reader,
): ScoreView {
  const { total, letter, gpa, label } = result;
  return {
    number: String(total),
    of: '100',
    letter,
    gpa: gpa.replace('.', decimalMark(reader.lang)),
    label: labelText(policy, label, reader),
    tone: label,
  };
}

/** HH:mm in the course's zone: "saved 12:03". */
export function timeOf(at: Date, timeZone: string): string {
  return formatInstant(at, timeZone).slice(-5);
}

/** A traditional grade in the institution's own words, where the policy has them. */
export function labelText(policy: Words | null, label: Label, { t, lang }: Reader): string {
  return policy?.labels?.[label][lang] ?? t.grading.labels[label];
}
