import { type IsoDate } from '../../../kernel/dates.ts';
import { type Id, type PersonId, type RegistrationId } from '../../../kernel/ids.ts';
import { type Lang } from '../../../i18n/lang.ts';

export type MoocId = Id<'mooc'>;

/** Where online courses stand; `other` goes with a name that a person wrote. */
export const platforms = ['kaznu', 'moocs-kz', 'coursera', 'open-edx', 'moodle', 'other'] as const;
export type Platform = (typeof platforms)[number];

export const moocLanguages = ['kk', 'ru', 'en', 'other'] as const;
export type MoocLanguage = (typeof moocLanguages)[number];

export const levels = ['bachelor', 'master', 'doctorate', 'any'] as const;
export type Level = (typeof levels)[number];

/** `open` is a MOOC, `private` a SPOC: for the own learners alone. */
export const opennesses = ['open', 'private'] as const;
export type Openness = (typeof opennesses)[number];

/** A part of an online course as a learner meets it. */
export interface MoocModule {
  readonly title: string;
  /** Weeks of the online course, the first is 1; null: not bound to weeks. */
  readonly weeks: { readonly from: number; readonly to: number } | null;
  /** Academic hours, whole; null: unknown. */
  readonly hours: number | null;
  /** When the module is open; null: always. */
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
}

/** One time that the online course is held. */
export interface MoocRun {
  readonly from: IsoDate;
  /** Null: open end. */
  readonly to: IsoDate | null;
  readonly note: string;
}

/** What people write about an online course. Texts are as they were written; lists are never null. */
export interface MoocContent {
  /** At least one is not empty. */
  readonly titles: Readonly<Record<Lang, string>>;
  readonly platform: Platform;
  /** The platform's name where it is `other`, or the name of a university's own installation. */
  readonly platformName: string;
  /** Absolute, http or https; empty while a draft has none. */
  readonly url: string;
  readonly authors: readonly string[];
  readonly language: MoocLanguage;
  readonly level: Level;
  readonly openness: Openness;
  /** Academic hours of the whole course, whole; null: unknown. */
  readonly hours: number | null;
  /** ECTS credits with at most one digit after the point; null: unknown. */
  readonly credits: number | null;
  /** The department that answers for the course. */
  readonly department: string;
  readonly owner: string;
  readonly tutor: string;
  readonly modules: readonly MoocModule[];
  readonly runs: readonly MoocRun[];
}

/** What was decided last. That a renewal is due is not decided: the date says it (`stateOn`). */
export const stages = ['draft', 'review', 'approved', 'in-use', 'retired'] as const;
export type Stage = (typeof stages)[number];

/** In the order of a course's life. */
export const moocStates = ['draft', 'review', 'approved', 'in-use', 'renewal-due', 'retired'] as const;
export type MoocState = (typeof moocStates)[number];

export const criteria = [
  'outcomes',
  'content',
  'structure',
  'media',
  'assessment',
  'accessibility',
  'language',
  'copyright',
] as const;
export type Criterion = (typeof criteria)[number];

export const verdicts = ['met', 'partly', 'not-met', 'not-judged'] as const;
export type Verdict = (typeof verdicts)[number];

export const conclusions = ['recommended', 'after-changes', 'not-recommended'] as const;
export type Conclusion = (typeof conclusions)[number];

/** What experts found, and the protocol that it stands in. */
export interface ExpertReview {
  readonly at: Date;
  readonly by: PersonId;
  /** Names with positions, as in the protocol. */
  readonly reviewers: readonly string[];
  readonly criteria: Readonly<Record<Criterion, Verdict>>;
  readonly conclusion: Conclusion;
  readonly text: string;
  /** How the course was tried out before it came into use; empty: it was not. */
  readonly approbation: string;
  readonly protocolNumber: string;
  readonly protocolOn: IsoDate;
}

export const eventActions = [
  'created',
  'imported',
  'edited',
  'submitted',
  'returned',
  'reviewed',
  'approved',
  'used',
  'retired',
  'reopened',
] as const;
export type EventAction = (typeof eventActions)[number];

/** The fields of a course as a form, a file and the history write them. */
export const contentFields = [
  'titleKk',
  'titleRu',
  'titleEn',
  'platform',
  'platformName',
  'url',
  'authors',
  'language',
  'level',
  'openness',
  'hours',
  'credits',
  'department',
  'owner',
  'tutor',
  'modules',
  'runs',
] as const;
export type ContentField = (typeof contentFields)[number];

/** A field that somebody changed; both texts are shortened for the history. */
export interface FieldChange {
  readonly field: ContentField;
  readonly from: string;
  readonly to: string;
}

export interface MoocEvent {
  readonly at: Date;
  readonly by: PersonId;
  readonly action: EventAction;
  readonly note: string;
  readonly changes: readonly FieldChange[];
}

/** What the last look at the link brought. */
export const linkOutcomes = ['works', 'moved', 'missing', 'failing', 'unreachable', 'not-called'] as const;
export type LinkOutcome = (typeof linkOutcomes)[number];

export interface LinkCheck {
  readonly at: Date;
  readonly outcome: LinkOutcome;
  /** The server's answer; null without one. */
  readonly status: number | null;
}

/** What was decided about a course, apart from what it says. */
export interface MoocStanding {
  readonly stage: Stage;
  /** The day of the approval that counts now; null: never approved. */
  readonly approvedOn: IsoDate | null;
  /** After how many years it must be renewed at the latest: 1, 2 or 3. */
  readonly renewalYears: number;
  /** The first day in use. */
  readonly usedOn: IsoDate | null;
  readonly retiredOn: IsoDate | null;
}

/** One line of the registry: without modules, runs, reviews and history. */
export interface MoocEntry extends Omit<MoocContent, 'modules' | 'runs'>, MoocStanding {
  readonly id: MoocId;
  readonly registrationId: RegistrationId;
  /** The number in the institution's registry, from 1; never given twice. */
  readonly number: number;
  readonly rev: number;
  readonly createdBy: PersonId;
  readonly link: LinkCheck | null;
}

/** An online course of an institution, with everything that is known of it. */
export interface Mooc extends MoocEntry, MoocContent {
  readonly reviews: readonly ExpertReview[];
  readonly events: readonly MoocEvent[];
}

/** The title in a language, else in the first that has one. */
export function titleIn(titles: MoocContent['titles'], lang: Lang): string {
  return [titles[lang], titles.kk, titles.ru, titles.en].find(title => title !== '') ?? '';
}
