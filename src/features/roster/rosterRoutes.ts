import { z } from 'zod';
import { formatInstant } from '../../kernel/dates.ts';
import { AppError } from '../../kernel/errors.ts';
import { type CourseId } from '../../kernel/ids.ts';
import { type Log } from '../../log.ts';
import { type LaunchContext } from '../../web/context.ts';
import { defineRoute, json, page, redirect, type Reply, type Route } from '../../web/route.ts';
import { compareNames, displayName } from './domain/displayName.ts';
import {
  isBeingRead,
  type RosterCourse,
  rosterFailures,
  syncInTime,
  type SyncParts,
} from './rosterService.ts';
import { type Member, type RosterState } from './rosterStore.ts';

export interface RosterParts extends SyncParts {
  readonly log: Log;
  readonly findCourse: (
    id: CourseId,
  ) => Promise<(RosterCourse & { hasMemberService: boolean; timeZone: string }) | null>;
}

export function rosterRoutes(parts: RosterParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/class',
      permission: 'roster.read',
      query: z.object({ synced: z.literal('1').optional().catch(undefined) }),
      handler: (context, { query }) =>
        context.wantsJson
          ? json({ reading: isBeingRead(parts.store, context.actor.courseId) })
          : showClass(parts, context, query.synced === '1'),
    }),
    defineRoute({
      method: 'post',
      path: '/class/sync',
      permission: 'roster.sync',
      handler: async context => {
        const outcome = await syncInTime(parts, await getCourse(parts, context));
        return redirect(`${context.base}/class${outcome === 'done' ? '?synced=1' : ''}`);
      },
    }),
  ];
}

async function getCourse(parts: RosterParts, context: LaunchContext) {
  const course = await parts.findCourse(context.actor.courseId);
  if (course === null) throw new AppError('not-found', { what: 'course' });
  return course;
}

async function showClass(parts: RosterParts, context: LaunchContext, synced: boolean): Promise<Reply> {
  const { t, lang } = context;
  const words = t.roster;
  const course = await getCourse(parts, context);
  const [members, state] = await Promise.all([
    parts.store.members(course.id),
    parts.store.stateOf(course.id),
  ]);
  const isReading = isBeingRead(parts.store, course.id);
  const at = (instant: Date): string => formatInstant(instant, course.timeZone);
  const compare = compareNames(lang);
  const rows = members
    .map(member => ({
      name: displayName(member.person, member.number, words.nameless),
      role: words.roles[member.role],
      isStudent: member.role === 'learner',
      state: member.active
        ? { text: words.active, tone: 'success', icon: 'check' }
        : { text: words.inactive, tone: 'neutral', icon: 'ban' },
      lastLaunch: member.lastLaunchAt === null ? words.never : at(member.lastLaunchAt),
    }))
    .sort((a, b) => Number(b.isStudent) - Number(a.isStudent) || compare(a.name, b.name));
  return page('roster/class', words.title, {
    rows,
    lead: words.lead({ students: countStudents(members) }),
    notice: synced ? words.synced : null,
    isReading,
    knowledge: knowledge(course.hasMemberService, isReading, state, context, at),
    canSync: course.hasMemberService && context.actor.can('roster.sync'),
  });
}

const countStudents = (members: readonly Member[]): number =>
  members.filter(member => member.role === 'learner' && member.active).length;

/** How fresh the list is, said before anybody relies on it. */
function knowledge(
  hasService: boolean,
  isReading: boolean,
  state: RosterState,
  { t }: LaunchContext,
  at: (instant: Date) => string,
): { tone: 'info' | 'warning'; text: string } {
  const words = t.roster;
  if (!hasService) return { tone: 'info', text: words.launchOnly };
  const lastGood = state.lastGoodAt === null ? words.neverRead : words.lastGood({ at: at(state.lastGoodAt) });
  if (isReading) return { tone: 'info', text: `${words.reading} ${lastGood}` };
  const failure = rosterFailures.find(reason => reason === state.failure);
  if (failure === undefined || state.lastTriedAt === null) return { tone: 'info', text: lastGood };
  return {
    tone: 'warning',
    text: `${words.failed({ at: at(state.lastTriedAt) })} ${words.failures[failure]} ${lastGood}`,
  };
}
