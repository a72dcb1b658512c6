import { type RoundingMode } from '../../../kernel/exact.ts';
import { type DraftReading } from './draft.ts';
import { type DraftContent, type GradeState, gradeStates, type WriteMark } from './grade.ts';
import { type Label, type Scale } from './policy.ts';
import { type Band } from './rubric.ts';

/*
 * What the panel's page and its server say to each other: plain JSON, the same types on both sides.
 */

/** One student's draft as the panel shows it. */
export interface PanelGrade extends DraftContent {
  /** `rev` of the draft; 0: nothing was put down yet. */
  readonly rev: number;
  /** What a breach of conduct leaves at most; null: there is none. */
  readonly cap: number | null;
  readonly breach: string | null;
  readonly state: GradeState;
  /** Sentences for the page: what the student sees already, and who changed the draft last. */
  readonly released: string | null;
  readonly changed: string | null;
}

export interface PanelStudent {
  readonly id: string;
  readonly name: string;
  readonly state: GradeState;
}

/** What a student handed in, as a grader has put it down; empty texts are left out. */
export interface PanelWork {
  /** Rises with every change; 0: nothing was put down yet. */
  readonly rev: number;
  readonly ticket: string;
  /** http or https. */
  readonly url: string;
  readonly answers: string;
}

export const longestTicket = 40;
export const longestAnswers = 20_000;
export const longestLink = 2_000;

/** Only the web: a link of another scheme could run as a script in the page of whoever follows it. */
export const isWorkLink = (text: string): boolean =>
  text.length <= longestLink && /^https?:\/\//iu.test(text) && URL.canParse(text);

/** Everything that the script needs besides the page itself. */
export interface PanelModel {
  /** The address of the class; a student's panel lies below it. */
  readonly address: string;
  readonly csrf: string;
  /** Distinguishes this grader in this course where a browser keeps what could not be sent yet. */
  readonly storage: string;
  readonly rubricVersion: number;
  readonly scale: Scale;
  readonly rounding: RoundingMode;
  readonly bands: readonly Band[];
  readonly criteria: number;
  /** How much each counts; null: all alike. */
  readonly weights: readonly number[] | null;
  readonly mark: '.' | ',';
  readonly current: string;
  readonly grade: PanelGrade;
  readonly work: PanelWork | null;
  /** Why the page shows what was typed instead of what is kept; null: it does not. */
  readonly trouble: 'invalid' | 'conflict' | 'rubric-changed' | 'closed' | null;
  /** In the order of the list. */
  readonly students: readonly PanelStudent[];
  readonly words: PanelWords;
}

/** The model as the page carries it: a class of a thousand as one text, not as an object each. */
export type PackedPanelModel = Omit<PanelModel, 'students'> & { readonly students: string };

/** A line a student: place of the state, id, name; tabs between them. */
export const packStudents = (students: readonly PanelStudent[]): string =>
  students
    .map(({ id, name, state }) => `${gradeStates.indexOf(state)}\t${id}\t${name.replace(/\s+/gu, ' ')}`)
    .join('\n');

export const unpackStudents = (packed: string): PanelStudent[] =>
  packed === ''
    ? []
    : packed.split('\n').map(line => {
        const [state = '', id = '', name = ''] = line.split('\t');
        return { id, name, state: gradeStates[Number(state)] ?? 'not-started' };
      });

/** Texts that the script puts on the page; {…} are places for values. */
export interface PanelWords {
  readonly titleSuffix: string;
  readonly labels: Readonly<Record<Label, string>>;
  readonly states: Readonly<Record<GradeState, string>>;
  readonly status: {
    readonly saved: string;
    readonly kept: string;
    readonly saving: string;
    readonly unsaved: string;
    readonly faulty: string;
    readonly offline: string;
    readonly conflict: string;
    readonly ended: string;
    readonly refused: string;
  };
  readonly problems: Readonly<Record<PercentFault, string>>;
  readonly previous: string;
  readonly next: string;
  readonly lastStudent: string;
  readonly position: string;
  readonly range: string;
  readonly cannotOpen: string;
  readonly allGraded: string;
  readonly openElsewhere: string;
  readonly notComplete: string;
  readonly conflictWith: string;
  readonly conflictSelf: string;
  readonly rubricChanged: string;
  readonly closed: string;
  readonly refreshed: string;
  readonly resultMissing: string;
}

/** What is wrong with a draft, at its field. */
export type DraftProblem = Extract<DraftReading, { ok: false }>['problems'][number];
export type PercentFault = Extract<DraftProblem, { field: 'criterion' }>['code'];

/** A save as the script sends it. */
export interface SaveRequest extends DraftContent, WriteMark {
  readonly rev: number;
  readonly rubricVersion: number;
  /** Absent: the panel. */
  readonly via?: 'table';
}

/** Drafts of some students, by their ids. */
export interface DraftsAnswer {
  readonly rubricVersion: number;
  readonly grades: Readonly<Record<string, PanelGrade>>;
  /** Those of whom something was put down. */
  readonly works: Readonly<Record<string, PanelWork>>;
}

/** Whom other graders have open now. */
export interface PresenceAnswer {
  readonly busy: readonly { readonly id: string; readonly by: string }[];
}

export type SaveAnswer =
  | { readonly kind: 'saved'; readonly grade: PanelGrade; readonly at: string }
  | {
      readonly kind: 'conflict';
      readonly theirs: PanelGrade;
      /** Null: the same person, in another window. */
      readonly by: string | null;
      readonly at: string;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly DraftProblem[] }
  | { readonly kind: 'rubric-changed' }
  /** The exam's marks may not be changed now; what was typed stays with the browser. */
  | { readonly kind: 'closed' };
