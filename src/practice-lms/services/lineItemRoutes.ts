import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { lineItemUrl, scopes } from '../claims.ts';
import { type Platform } from '../platform.ts';
import { type Column, type Course, newId } from '../state.ts';
import { findActivity, findColumn, lineItemsOf } from '../world.ts';
import { deleteColumn, rescaleColumn } from '../gradebook.ts';
import { acceptsType, hasType, jsonBody, openCourse, pageOf, queryOf, refuse } from './access.ts';
import { note } from './serviceCall.ts';

export const mediaType = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
} as const;

// Moodle takes any length and number and then fails inside; here the limits of its fields are refusals.
const lineItemBody = z.looseObject({
  label: z.string().trim().min(1).max(255),
  scoreMaximum: z.number().positive(),
  resourceId: z.string().max(512).nullish(),
  tag: z.string().max(255).nullish(),
  resourceLinkId: z.string().nullish(),
  startDateTime: z.string().nullish(),
  endDateTime: z.string().nullish(),
});
type LineItemBody = z.infer<typeof lineItemBody>;

const readScopes = [scopes.lineItem, scopes.lineItemReadOnly];

/** Line items (AGS 2.0, section 3.2). */
export function lineItemRoutes(platform: Platform): Router {
  const router = Router();
  router.route('/:courseId/lineitems').get(list(platform)).post(create(platform)).all(notAllowed);
  router
    .route('/:courseId/lineitems/:columnId/lineitem')
    .get(read(platform))
    .put(replace(platform))
    .delete(remove(platform))
    .all(notAllowed);
  return router;
}

export const notAllowed: RequestHandler = (_request, response) => {
  refuse(response, 405, 'Method not allowed');
};

function lineItemOf(platform: Platform, column: Column): Record<string, unknown> {
  return {
    id: lineItemUrl(platform.url, column.courseId, column.id),
    label: column.label,
    scoreMaximum: column.maximum,
    resourceId: column.resourceId,
    tag: column.tag,
    ...(column.activityId === null ? {} : { resourceLinkId: column.activityId }),
    ...(column.startDateTime === null ? {} : { startDateTime: column.startDateTime }),
    ...(column.endDateTime === null ? {} : { endDateTime: column.endDateTime }),
  };
}

function list(platform: Platform): RequestHandler {
  return (request, response) => {
    const course = openCourse(platform, request, response, readScopes);
    if (course === null) return;
    const { strictMediaTypes: strict, pageSize, moodleOddities } = platform.state.ways;
    if (!acceptsType(request, mediaType.lineItems, { strict, anyToo: false })) {
      refuse(response, 400, 'No context or unsupported content type');
      return;
    }
    const { resource_id: resourceId, tag, resource_link_id: linkId } = queryOf(request);
    const found = lineItemsOf(platform.state, course.id).filter(
      one =>
        (resourceId === undefined || one.resourceId === resourceId) &&
        (tag === undefined || one.tag === tag) &&
        (linkId === undefined || one.activityId === linkId),
    );
    const { items, next } = pageOf(found, new URL(request.originalUrl, platform.url), pageSize);
    if (next !== null) response.set('Link', moodleOddities ? oddLink(next) : `<${next}>; rel="next"`);
    note(response, `${items.length}`);
    response.type(mediaType.lineItems).send(JSON.stringify(items.map(one => lineItemOf(platform, one))));
  };
}

/** Moodle writes typographic quotes, as UTF-8 bytes, and `&amp;` between parameters. */
function oddLink(next: string): string {
  return Buffer.from(`<${next.replaceAll('&', '&amp;')}>; rel=“next”`, 'utf8').toString('latin1');
}

/** The posted line item, when the body is one that may stand in this course; answers the refusal itself otherwise. */
function readBody(
  platform: Platform,
  course: Course,
  request: Request,
  response: Response,
): LineItemBody | null {
  if (!hasType(request, mediaType.lineItem, platform.state.ways.strictMediaTypes)) {
    refuse(response, 400, 'No context or unsupported content type');
    return null;
  }
  const parsed = lineItemBody.safeParse(jsonBody(request));
  if (!parsed.success) {
    refuse(response, 400, `Incorrect line item: ${parsed.error.issues[0]?.path.join('.') || 'body'}`);
    return null;
  }
  const { resourceLinkId } = parsed.data;
  if (
    resourceLinkId != null &&
    resourceLinkId !== '' &&
    findActivity(platform.state, resourceLinkId)?.courseId !== course.id
  ) {
    refuse(response, 403, 'resourceLinkId is not of this course');
    return null;
  }
  return parsed.data;
}

/** What a body says about a column. What it leaves out is cleared, as Moodle does on PUT. */
function columnValues(body: LineItemBody): Omit<Column, 'id' | 'courseId' | 'origin'> {
  return {
    label: body.label,
    maximum: body.scoreMaximum,
    resourceId: body.resourceId ?? '',
    tag: body.tag ?? '',
    activityId: body.resourceLinkId || null,
    startDateTime: body.startDateTime ?? null,
    endDateTime: body.endDateTime ?? null,
  };
}

function create(platform: Platform): RequestHandler {
  return async (request, response) => {
    const course = openCourse(platform, request, response, [scopes.lineItem]);
    if (course === null) return;
    const body = readBody(platform, course, request, response);
    if (body === null) return;
    const column: Column = {
      ...columnValues(body),
      id: newId(platform.state),
      courseId: course.id,
      origin: 'tool',
    };
    platform.state.columns.push(column);
    await platform.save();
    note(response, column.label);
    response
      .status(201)
      .type(mediaType.lineItem)
      .send(JSON.stringify(lineItemOf(platform, column)));
  };
}

/** The column of a call's address, when it is the tool's to see; answers 404 itself otherwise. */
export function openColumn(
  platform: Platform,
  course: Course,
  request: Request,
  response: Response,
): Column | null {
  const column = findColumn(platform.state, course.id, String(request.params.columnId));
  if (column !== null && column.origin !== 'teacher') return column;
  refuse(response, 404, 'Line item not found');
  return null;
}

function read(platform: Platform): RequestHandler {
  return (request, response) => {
    const course = openCourse(platform, request, response, readScopes);
    if (course === null) return;
    if (
      !acceptsType(request, mediaType.lineItem, {
        strict: platform.state.ways.strictMediaTypes,
        anyToo: true,
      })
    ) {
      refuse(response, 400, 'No context or unsupported content type');
      return;
    }
    const column = openColumn(platform, course, request, response);
    if (column === null) return;
    response.type(mediaType.lineItem).send(JSON.stringify(lineItemOf(platform, column)));
  };
}

function replace(platform: Platform): RequestHandler {
  return async (request, response) => {
    const course = openCourse(platform, request, response, [scopes.lineItem]);
    if (course === null) return;
    const column = openColumn(platform, course, request, response);
    if (column === null) return;
    const body = readBody(platform, course, request, response);
    if (body === null) return;
    rescaleColumn(platform.state, column, body.scoreMaximum);
    Object.assign(column, columnValues(body));
    await platform.save();
    note(response, column.label);
    response.type(mediaType.lineItem).send(JSON.stringify(lineItemOf(platform, column)));
  };
}

function remove(platform: Platform): RequestHandler {
  return async (request, response) => {
    const course = openCourse(platform, request, response, [scopes.lineItem]);
    if (course === null) return;
    const column = openColumn(platform, course, request, response);
    if (column === null) return;
    deleteColumn(platform.state, column);
    await platform.save();
    note(response, column.label);
    response.status(204).end();
  };
}
