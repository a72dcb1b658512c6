import { documentLimits } from '../../documents/index.ts';
import { AppError } from '../../kernel/errors.ts';
import { z } from 'zod';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { type CourseStore } from '../course/index.ts';
import { type RosterStore } from '../roster/index.ts';
import { type FileReader } from './fileReader.ts';
import { type ResultFileStore } from './fileStore.ts';
import { type MapDoor } from './ports.ts';
import { type ResultService } from './resultService.ts';
import { type MoocResultStore } from './resultStore.ts';
import { ownView, tableView } from './resultView.ts';

export interface ResultRouteParts extends Pick<MapDoor, 'findPublishedMap'> {
  readonly courses: Pick<CourseStore, 'find'>;
  readonly roster: Pick<RosterStore, 'members'>;
  readonly files: ResultFileStore;
  readonly results: MoocResultStore;
  readonly service: ResultService;
  readonly reader: FileReader;
}

export function resultRoutes(parts: ResultRouteParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/moocresults',
      permission: 'grades.read',
      handler: context => showTable(parts, context, null),
    }),
    defineRoute({
      method: 'post',
      path: '/moocresults/upload/:mooc',
      permission: 'grades.draft',
      params: z.object({ mooc: z.string().max(60) }),
      upload: { field: 'file', maxBytes: documentLimits.fileBytes },
      handler: async (context, { params, file }) => {
        const { map } = await parts.service.getWorld(context.actor.courseId);
        const mooc = map.moocs.find(({ key }) => key === params.mooc);
        if (mooc === undefined) throw new AppError('not-found', { what: 'mooc' });
        const message = context.t.marksimport.refusals['no-file'];
        if (file === null || file.name === '')
          return context.wantsJson
            ? json({ error: { code: 'no-file', message } }, 422)
            : showTable(parts, context, message);
        const location = `${context.base}/moocresults/files/${await parts.reader.begin(context.actor, mooc.key, file)}`;
        return context.wantsJson ? json({ location }) : redirect(location);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/moocresults/own',
      permission: 'grades.own',
      handler: async context => {
        const { courseId, personId } = context.actor;
        const [map, results] = await Promise.all([
          parts.findPublishedMap(courseId),
          parts.results.list(courseId, { personId }),
        ]);
        return page('moocresults/own', context.t.moocresults.own.title, ownView(context, map, results));
      },
    }),
  ];
}

async function showTable(
  parts: ResultRouteParts,
  context: LaunchContext,
  refusal: string | null,
): Promise<Reply> {
  const { courseId } = context.actor;
  const [course, map, members, files, results] = await Promise.all([
    parts.courses.find(courseId),
    parts.findPublishedMap(courseId),
    parts.roster.members(courseId),
    parts.files.list(courseId),
    parts.results.list(courseId),
  ]);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  const { timeZone } = course.term;
  return page(
    'moocresults/table',
    context.t.moocresults.title,
    { ...tableView(context, { map, members, files, results, timeZone }), refusal },
    refusal === null ? 200 : 422,
  );
}
