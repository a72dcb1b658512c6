import { z } from 'zod';
import { randomBytes } from 'node:crypto';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type Member, type RosterStore } from '../../roster/index.ts';
import { type AssessmentService, type UsableAssessment } from '../assessmentService.ts';
import { type AssessmentStore } from '../assessmentStore.ts';
import { instantOfLocal, localOfInstant } from '../domain/localTime.ts';
import { type AssessmentSettings } from '../domain/settings.ts';
import { namingOf } from '../gradeWords.ts';

export interface SettingsParts {
  readonly roster: RosterStore;
  readonly assessments: AssessmentStore;
  readonly assessmentService: AssessmentService;
}

const mostAppealDays = 60;
const settingsBody = z
  .object({
    anonymous: z.literal('1').optional(),
    distribution: z.literal('1').optional(),
    appealDays: z.string().default(''),
    secondMarker: z.string().default(''),
    differenceLimit: z.string().default(''),
    thirdMarker: z.string().default(''),
    releaseAt: z.string().default(''),
  })
  // One box for each grader: taught-<id>.
  .catchall(z.string());
type SettingsBody = z.output<typeof settingsBody>;
const savedQuery = z.object({ notice: z.literal('saved').optional().catch(undefined) });

/** How the final control is graded and shown: names, second marker, examiners, appeals, the time of release. */
export function settingsRoutes(parts: SettingsParts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/grading/settings',
      permission: 'course.settings',
      query: savedQuery,
      handler: async (context, { query }) => {
        const readiness = await parts.assessmentService.readinessOf(context.actor.courseId);
        if (readiness.kind !== 'usable') return redirect(`${context.base}/grading`);
        const { assessment } = readiness;
        return show(parts, context, assessment, formOf(assessment), { saved: query.notice === 'saved' });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/grading/settings',
      permission: 'course.settings',
      body: settingsBody,
      handler: (context, { body }) => save(parts, context, body),
    }),
  ];
}

interface ShownForm {
  readonly anonymous: boolean;
  readonly distribution: boolean;
  readonly appealDays: string;
  readonly secondMarker: string;
  readonly differenceLimit: string;
  readonly thirdMarker: string;
  readonly taught: readonly string[];
  readonly releaseAt: string;
}

function formOf({ settings, timeZone }: UsableAssessment): ShownForm {
  const { anonymous, distribution, appealDays, secondMarker, differenceLimit, thirdMarker } = settings;
  const { taught, releaseAt } = settings;
  return {
    anonymous,
    distribution,
    appealDays: appealDays === null ? '' : String(appealDays),
    secondMarker: secondMarker ?? '',
    differenceLimit: differenceLimit === null ? '' : String(differenceLimit),
    thirdMarker: thirdMarker ?? '',
    taught,
    releaseAt: releaseAt === null ? '' : localOfInstant(releaseAt, timeZone),
  };
}

const gradersOf = (members: readonly Member[]): Member[] =>
  members.filter(({ role, active }) => active && (role === 'instructor' || role === 'assistant'));

async function save(parts: SettingsParts, context: LaunchContext, body: SettingsBody): Promise<Reply> {
  const { actor, base, t } = context;
  const assessment = await parts.assessmentService.getUsable(actor.courseId);
  const graders = new Set<string>(
    gradersOf(await parts.roster.members(actor.courseId)).map(({ person }) => person.id),
  );
  const taught = [...graders].filter(id => body[`taught-${id}`] === '1');
  const days = body.appealDays.trim();
  const releaseAt = body.releaseAt === '' ? null : instantOfLocal(body.releaseAt, assessment.timeZone);
  const limit = body.differenceLimit.trim();
  const words = t.grading.settings;
  const errors = {
    ...commissionFaults(body, limit, graders, t),
    ...(/^\d{0,2}$/.test(days) && Number(days) <= mostAppealDays
      ? {}
      : { appealDays: words.appealDaysFault({ most: mostAppealDays }) }),
    ...(body.releaseAt !== '' && releaseAt === null ? { releaseAt: words.releaseAtFault } : {}),
    ...(body.secondMarker === '' || graders.has(body.secondMarker) ? {} : { secondMarker: words.nobody }),
  };
  if (Object.keys(errors).length > 0) {
    const typed = {
      appealDays: body.appealDays,
      secondMarker: body.secondMarker,
      differenceLimit: body.differenceLimit,
      thirdMarker: body.thirdMarker,
      releaseAt: body.releaseAt,
      taught,
      anonymous: body.anonymous === '1',
      distribution: body.distribution === '1',
    };
    return show(parts, context, assessment, typed, { errors });
  }
  const before = assessment.settings;
  const settings: AssessmentSettings = {
    anonymous: body.anonymous === '1',
    // The numbers stay the same when names are shown for a while and hidden again.
    seed: before.seed === '' ? randomBytes(24).toString('hex') : before.seed,
    distribution: body.distribution === '1',
    appealDays: days === '' ? null : Number(days),
    secondMarker: body.secondMarker === '' ? null : body.secondMarker,
    differenceLimit: limit === '' ? null : Number(limit),
    thirdMarker: body.thirdMarker === '' ? null : body.thirdMarker,
    taught,
    releaseAt,
    releaseBy: releaseAt === null ? null : actor.personId,
    lastRelease: before.lastRelease,
  };
  await parts.assessments.saveSettings(actor.courseId, assessment.key, settings);
  return redirect(`${base}/grading/settings?notice=saved`);
}

/** A limit needs two markers, a third marker needs a limit, and nobody marks a work twice. */
function commissionFaults(
  { secondMarker, thirdMarker }: SettingsBody,
  limit: string,
  graders: ReadonlySet<string>,
  t: LaunchContext['t'],
): { differenceLimit?: string; thirdMarker?: string } {
  const words = t.grading.commission;
  const isLimit = limit === '' || (/^\d{1,3}$/.test(limit) && Number(limit) <= 100);
  const isAlone = limit !== '' && secondMarker === '';
  const isNobody = thirdMarker !== '' && !graders.has(thirdMarker);
  const isTwice = thirdMarker !== '' && (thirdMarker === secondMarker || limit === '');
  return {
    ...(isLimit ? {} : { differenceLimit: words.limitFault }),
    ...(isLimit && isAlone ? { differenceLimit: words.limitAlone } : {}),
    ...(isNobody ? { thirdMarker: t.grading.settings.nobody } : {}),
    ...(!isNobody && isTwice ? { thirdMarker: words.thirdFault } : {}),
  };
}

async function show(
  parts: SettingsParts,
  context: LaunchContext,
  assessment: UsableAssessment,
  form: ShownForm,
  { saved = false, errors = {} }: { saved?: boolean; errors?: Readonly<Record<string, string>> },
): Promise<Reply> {
  const { t, base, actor } = context;
  const words = t.grading.settings;
  const naming = namingOf(context);
  const graders = gradersOf(await parts.roster.members(actor.courseId))
    .map(member => ({ id: member.person.id, name: naming.nameOf(member) }))
    .sort((one, other) => naming.compare(one.name, other.name));
  const field = <T extends object>(id: keyof ShownForm, rest: T) => ({
    id,
    name: id,
    error: errors[id],
    ...rest,
  });
  const view = {
    saved,
    action: `${base}/grading/settings`,
    back: `${base}/grading`,
    form,
    appealDays: field('appealDays', {
      ...{ label: words.appealDays, hint: words.appealDaysHint, value: form.appealDays },
      ...{ size: 'number', inputMode: 'numeric', optional: true },
    }),
    secondMarker: field('secondMarker', {
      ...{ label: words.secondMarker, hint: words.secondMarkerHint, type: 'select', size: 'short' },
      options: [
        { value: '', text: words.noSecondMarker },
        ...graders.map(({ id, name }) => ({ value: id, text: name, selected: id === form.secondMarker })),
      ],
    }),
    differenceLimit: field('differenceLimit', {
      ...{ label: t.grading.commission.limit, hint: t.grading.commission.limitHint },
      ...{ value: form.differenceLimit, size: 'number', inputMode: 'numeric', optional: true },
    }),
    thirdMarker: field('thirdMarker', {
      ...{ label: t.grading.commission.third, hint: t.grading.commission.thirdHint },
      ...{ type: 'select', size: 'short' },
      options: [
        { value: '', text: words.noSecondMarker },
        ...graders.map(({ id, name }) => ({ value: id, text: name, selected: id === form.thirdMarker })),
      ],
    }),
    releaseAt: field('releaseAt', {
      ...{ label: words.releaseAt, hint: words.releaseAtHint({ zone: assessment.timeZone }) },
      ...{ type: 'datetime-local', value: form.releaseAt, size: 'short', optional: true },
    }),
    graders: graders.map(({ id, name }) => ({ id, name, taught: form.taught.includes(id) })),
  };
  return page('grading/settings', words.heading, view, Object.keys(errors).length > 0 ? 422 : 200);
}
