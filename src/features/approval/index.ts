import { type Connection } from 'mongoose';
import { type Lang } from '../../i18n/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type Route } from '../../web/route.ts';
import { type InstitutionPages } from '../connect/index.ts';
import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type Signature, type SyllabusStore } from '../syllabus/index.ts';
import { type Approvable, type ApprovableDocument } from './approvable.ts';
import { type ApprovalParts, approvalRoutes } from './approvalRoutes.ts';
import { type ApprovalServiceParts, createApprovalService } from './approvalService.ts';
import { createApprovalStore } from './approvalStore.ts';
import { changesRoutes } from './changesRoutes.ts';
import { type DocumentKind } from './domain/documentKind.ts';
import { type Awaited, awaitedOf } from './domain/waiting.ts';
import { stepPages } from './institution/stepPages.ts';
import { createStepStore } from './institution/stepStore.ts';
import { waitingPage } from './institution/waitingPage.ts';
import { signaturesOf } from './signatures.ts';
import { type Standing, standingOf } from './standing.ts';
import { syllabusDocument, type SyllabusDocumentParts } from './syllabusDocument.ts';

export { type Approvable, type ApprovableDocument } from './approvable.ts';
export { codeBytes, codeOf, plainCode } from './domain/code.ts';
export { type ChangeGroup } from './changeView.ts';
export { type Standing } from './standing.ts';

export interface ApprovalRoom {
  readonly routes: Route[];
  /** The institution's steps, and who waits for whom. */
  readonly pages: InstitutionPages;
  /** Who has agreed to a document, for its official form. */
  readonly signaturesOf: (
    document: Pick<ApprovableDocument, 'courseId' | 'id'>,
    lang: Lang,
  ) => Promise<readonly Signature[]>;
  /** Who was asked to decide in a course, a day ago or longer, and has not. */
  awaitedIn(courseId: CourseId, now: Date): Promise<readonly (Awaited & { approvalId: string })[]>;
  /** Whether the institution lets a syllabus be published only when all steps have agreed. */
  readonly isRequired: (courseId: CourseId) => Promise<boolean>;
  /** Where the newest process of a kind of document stands, and who is waited for since when; null without one. */
  readonly standingOf: (courseId: CourseId, kind: DocumentKind) => Promise<Standing | null>;
}

/** @param parts.documents further kinds of documents, besides the syllabus */
export function createApprovalRoom(
  parts: Omit<ApprovalParts, 'store' | 'service'> &
    Pick<ApprovalServiceParts, 'now' | 'onEnded'> &
    SyllabusDocumentParts & {
      readonly connection: Connection;
      readonly syllabi: Pick<SyllabusStore, 'find' | 'findVersion'>;
      readonly courses: Pick<CourseStore, 'find' | 'ofRegistration'>;
      readonly roster: Pick<RosterStore, 'members' | 'findPeople'>;
    },
): ApprovalRoom {
  const store = createApprovalStore(parts.connection);
  const steps = createStepStore(parts.connection);
  const settledIn = async (courseId: CourseId, kind: DocumentKind) => {
    const course = await parts.courses.find(courseId);
    if (course === null) throw new AppError('not-found', { what: 'course' });
    return steps.newest(course.registrationId, kind);
  };
  const stepsOf: ApprovalServiceParts['stepsOf'] = async (courseId, kind) =>
    (await settledIn(courseId, kind)).steps;
  const documents: readonly Approvable[] = [syllabusDocument(parts), ...parts.documents];
  const service = createApprovalService({ ...parts, documents, store, stepsOf });
  return {
    routes: [...approvalRoutes({ ...parts, documents, store, service }), ...changesRoutes(parts)],
    pages: {
      links: [{ path: '/approval', text: t => t.approvalSteps.open }],
      routes: define => [
        ...stepPages({ ...parts, documents, steps }, define),
        ...waitingPage({ ...parts, documents, store }, define),
      ],
    },
    signaturesOf: (document, lang) => signaturesOf({ ...parts, store }, document, lang),
    async awaitedIn(courseId, now) {
      const open = await store.openOf([courseId]);
      return open.flatMap(approval => {
        const awaited = awaitedOf(approval, now);
        return awaited === null ? [] : [{ ...awaited, approvalId: approval.id }];
      });
    },
    isRequired: async courseId => (await settledIn(courseId, 'syllabus')).isRequired,
    standingOf: async (courseId, kind) => standingOf(await store.findNewest(courseId, kind)),
  };
}
