import { Router, type RequestHandler, type Response } from 'express';
import { lineItemUrl, scopes } from '../claims.ts';
import { gradesOf, judgeScore, scoreBody, storeGrade, type Score } from '../gradebook.ts';
import { type Platform } from '../platform.ts';
import { type Column, type Course, type Grade } from '../state.ts';
import { findGrade, findRole } from '../world.ts';
import { acceptsType, hasType, jsonBody, openCourse, pageOf, queryOf, refuse } from './access.ts';
import { mediaType, notAllowed, openColumn } from './lineItemRoutes.ts';
import { note } from './serviceCall.ts';

/** Scores and results (AGS 2.0, sections 3.3 and 3.4). */
export function scoreRoutes(platform: Platform): Router {
  const router = Router();
  router.route('/:courseId/lineitems/:columnId/lineitem/scores').post(takeScore(platform)).all(notAllowed);
  router.route('/:courseId/lineitems/:columnId/lineitem/results').get(results(platform)).all(notAllowed);
  return router;
}

function takeScore(platform: Platform): RequestHandler {
  return async (request, response) => {
    const course = openCourse(platform, request, response, [scopes.score]);
    if (course === null) return;
    const column = openColumn(platform, course, request, response);
    if (column === null) return;
    if (!hasType(request, mediaType.score, platform.state.ways.strictMediaTypes)) {
      refuse(response, 400, 'No context or unsupported content type');
      return;
    }
    const parsed = scoreBody.safeParse(jsonBody(request));
    if (!parsed.success) {
      refuse(response, 400, `Incorrect score received: ${parsed.error.issues[0]?.path.join('.') || 'body'}`);
      return;
    }
    note(response, describe(parsed.data));
    await storeScore(platform, course, column, parsed.data, response);
  };
}

function describe(score: Score): string {
  const value = score.scoreGiven == null ? '∅' : `${score.scoreGiven}/${score.scoreMaximum ?? '?'}`;
  return `${score.userId}: ${value} ${score.gradingProgress}`;
}

async function storeScore(
  platform: Platform,
  course: Course,
  column: Column,
  score: Score,
  response: Response,
): Promise<void> {
  const { state } = platform;
  if (score.scoreGiven != null && score.scoreMaximum == null) {
    refuse(response, 400, 'Incorrect score received: scoreMaximum');
    return;
  }
  if (findRole(state, course.id, score.userId) !== 'student') {
    refuse(response, 400, 'Incorrect score received: userId is not a student of this course');
    return;
  }
  // Canvas refuses grades while a course is unpublished; Moodle has no such state.
  if (!course.isPublished) {
    refuse(response, 422, 'This course has not been published');
    return;
  }
  const verdict = judgeScore(
    column,
    findGrade(state, column.id, score.userId),
    score,
    platform.now(),
    state.ways,
  );
  if (verdict.kind === 'refused' && verdict.status === 500) {
    // As Moodle: an empty list and no word of why.
    response.status(500).json([]);
    return;
  }
  if (verdict.kind === 'refused') {
    refuse(response, verdict.status, verdict.reason);
    return;
  }
  if (verdict.kind === 'stored') {
    storeGrade(state, verdict.grade);
    await platform.save();
  }
  // As Moodle: 200 with nothing in it.
  response.status(200).end();
}

function resultOf(platform: Platform, column: Column, grade: Grade): Record<string, unknown> {
  const item = lineItemUrl(platform.url, column.courseId, column.id);
  const url = new URL(item);
  url.pathname += '/results';
  url.searchParams.set('user_id', grade.personId);
  return {
    id: url.href,
    userId: grade.personId,
    scoreOf: item,
    ...(grade.score === null ? {} : { resultScore: grade.score, resultMaximum: column.maximum }),
    ...(grade.comment === '' ? {} : { comment: grade.comment }),
    timestamp: grade.storedAt,
  };
}

function results(platform: Platform): RequestHandler {
  return (request, response) => {
    const course = openCourse(platform, request, response, [scopes.results]);
    if (course === null) return;
    const { strictMediaTypes: strict, pageSize, moodleOddities } = platform.state.ways;
    if (!acceptsType(request, mediaType.results, { strict, anyToo: true })) {
      refuse(response, 400, 'No context or unsupported content type');
      return;
    }
    const column = openColumn(platform, course, request, response);
    if (column === null) return;
    const { user_id: userId, limit } = queryOf(request);
    if (moodleOddities && limit !== undefined) {
      // Paging of results is broken in Moodle 4.1: an HTML error page.
      response.status(404).type('html').send('<!DOCTYPE html><title>Error</title><h1>Error</h1>');
      return;
    }
    const found = gradesOf(platform.state, column.id).filter(
      one => userId === undefined || one.personId === userId,
    );
    const { items, next } = pageOf(
      found,
      new URL(request.originalUrl, platform.url),
      moodleOddities ? 0 : pageSize,
    );
    if (next !== null) response.set('Link', `<${next}>; rel="next"`);
    note(response, `${items.length}`);
    response.type(mediaType.results).send(JSON.stringify(items.map(one => resultOf(platform, column, one))));
  };
}
