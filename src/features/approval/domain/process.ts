import { type PersonId } from '../../../kernel/ids.ts';
import { type DocumentKind } from './documentKind.ts';

/** Who agrees, in the institution's words; the order of the steps is the order of the list. */
export interface ApprovalStep {
  readonly key: string;
  readonly role: { readonly kk: string; readonly ru: string; readonly en: string };
}

/**
 * The steps of a university that has settled nothing else. A syllabus: head of department, then dean. An integration map
 * (annex 1 of the tutoring regulation): leader of the programme, then director of the online-education office.
 */
export const usualSteps: Readonly<Record<DocumentKind, readonly ApprovalStep[]>> = {
  syllabus: [
    { key: 'head', role: { kk: 'Кафедра меңгерушісі', ru: 'Заведующий кафедрой', en: 'Head of department' } },
    { key: 'dean', role: { kk: 'Факультет деканы', ru: 'Декан факультета', en: 'Dean of the faculty' } },
  ],
  'mooc-map': [
    {
      key: 'leader',
      role: {
        kk: 'Мектептің бағдарлама көшбасшысы',
        ru: 'Программный лидер школы',
        en: 'Programme leader of the school',
      },
    },
    {
      key: 'online-office',
      role: {
        kk: 'Онлайн білім беру бөлімінің директоры',
        ru: 'Директор отдела онлайн-обучения',
        en: 'Director of the online-education office',
      },
    },
  ],
};

export type ApprovalState = 'submitted' | 'returned' | 'withdrawn' | 'approved';

export interface ApprovalEvent {
  readonly at: Date;
  readonly by: PersonId;
  readonly action: 'submitted' | 'agreed' | 'returned' | 'withdrawn';
  /** Which step it was; null for the submission and the withdrawal. */
  readonly step: number | null;
  readonly text: string | null;
}

export interface Process {
  readonly state: ApprovalState;
  readonly steps: readonly ApprovalStep[];
  /** The first is the submission. */
  readonly events: readonly ApprovalEvent[];
}

export interface Decision {
  readonly action: 'agreed' | 'returned';
  readonly by: PersonId;
  readonly at: Date;
  readonly text: string | null;
}

/** Why a decision does not count; the words are in the catalogue. */
export type Refusal = 'finished' | 'not-your-step' | 'own-submission' | 'no-reason';

/** The step whose turn it is; null when the process has ended. */
export function currentStep({ state, events }: Process): number | null {
  return state === 'submitted' ? events.filter(({ action }) => action === 'agreed').length : null;
}

/**
 * Takes a decision: the steps come in their order, nobody decides on the own submission, and who returns a document says
 * why. The agreement of the last step approves it.
 *
 * @param granted the steps that this person was given by a one-time code
 */
export function decide(
  process: Process,
  decision: Decision,
  granted: readonly number[],
):
  | { readonly kind: 'decided'; readonly process: Process }
  | { readonly kind: 'refused'; readonly why: Refusal } {
  const step = currentStep(process);
  const refuse = (why: Refusal) => ({ kind: 'refused', why }) as const;
  if (step === null) return refuse('finished');
  if (process.events[0]?.by === decision.by) return refuse('own-submission');
  if (!granted.includes(step)) return refuse('not-your-step');
  if (decision.action === 'returned' && decision.text === null) return refuse('no-reason');
  const isLast = step === process.steps.length - 1;
  const state = decision.action === 'returned' ? 'returned' : isLast ? 'approved' : 'submitted';
  return {
    kind: 'decided',
    process: { ...process, state, events: [...process.events, { ...decision, step }] },
  };
}

export function withdraw(process: Process, by: PersonId, at: Date): Process | null {
  if (process.state !== 'submitted') return null;
  const event = { at, by, action: 'withdrawn', step: null, text: null } as const;
  return { ...process, state: 'withdrawn', events: [...process.events, event] };
}
