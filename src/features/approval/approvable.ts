import { type Catalogue } from '../../i18n/index.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type ChangeGroup } from './changeView.ts';
import { type DocumentKind } from './domain/documentKind.ts';

/** One document at the moment at which it is looked at. */
export interface ApprovableDocument {
  readonly id: string;
  readonly courseId: CourseId;
  readonly rev: number;
  readonly state: 'draft' | 'accepted' | 'discarded';
}

/** What `components/finding` prints; `href` leads to a part of the same page. */
export interface ShownFinding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
  readonly place: string | null;
  readonly href: string | null;
}

/** A document as the page of its approval shows it. */
export interface DocumentPage {
  /** The partial that prints the document ("/syllabus/content"), and its locals. */
  readonly partial: string;
  readonly model: object;
  /** What a comment can speak of; the key stays the same while the row does. */
  readonly places: readonly { readonly key: string; readonly text: string }[];
  /** Against the version that is published now; null when there is none. */
  readonly changes: readonly ChangeGroup[] | null;
  /** What the checker says of it, so that nobody agrees to what contradicts itself unseen; absent: nothing checks it here. */
  readonly findings?: readonly ShownFinding[];
}

/** What an approval asks of a kind of document: a revision to decide on, and what follows when all have agreed. */
export interface Approvable<D extends ApprovableDocument = ApprovableDocument> {
  readonly kind: DocumentKind;
  /** Where its pages are: "/syllabus". */
  readonly path: string;
  /** "Syllabus", "Integration map". */
  name(t: Catalogue): string;
  find(courseId: CourseId, unsafeId: string): Promise<D | null>;
  /** A draft that may be submitted. @throws AppError */
  getDraft(courseId: CourseId, unsafeId: string): Promise<D>;
  /** Publishes exactly this revision; does nothing when the document is another one by now. */
  accept(document: D, rev: number): Promise<unknown>;
  show(document: D, context: LaunchContext): Promise<DocumentPage>;
}
