import { AppError } from '../../../kernel/errors.ts';
import { type LaunchContext } from '../../../web/context.ts';
import { defineRoute, page, redirect, type Reply, type Route } from '../../../web/route.ts';
import { type UsableAssessment } from '../assessmentService.ts';
import { namingOf } from '../gradeWords.ts';
import { commissionOf, type CommissionParts, type CommissionRow, settle } from './commission.ts';

/** A commission takes over what its rule comes to; nobody types a mark there. */
export function commissionRoutes(parts: CommissionParts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/grading/agreement/settle',
      permission: 'grades.release',
      handler: async context => {
        const { actor, base } = context;
        const assessment = await parts.assessmentService.getUsable(actor.courseId);
        const { differenceLimit: limit, secondMarker } = assessment.settings;
        if (limit === null || secondMarker === null) throw new AppError('not-found', { what: 'commission' });
        const rows = await commissionOf(parts, assessment, namingOf(context), limit);
        const written = await settle(parts, actor, assessment, rows);
        return redirect(`${base}/grading/agreement?settled=${written}`);
      },
    }),
  ];
}

/** Where each work of the commission stands. */
export async function showCommission(
  parts: CommissionParts,
  context: LaunchContext,
  assessment: UsableAssessment,
  { limit, settled }: { readonly limit: number; readonly settled: number | null },
): Promise<Reply> {
  const { t, base, actor } = context;
  const words = t.grading.commission;
  const { thirdMarker } = assessment.settings;
  const rows = await commissionOf(parts, assessment, namingOf(context), limit);
  const isThird = thirdMarker === actor.personId;
  // Whoever decides between two sees neither before the own marks are complete.
  const shown = isThird ? rows.filter(row => isBeyond(row, limit)) : rows;
  const ready = rows.filter(({ decision, isSettled }) => decision.kind === 'settled' && !isSettled).length;
  return page('grading/commission', words.heading, {
    back: `${base}/grading`,
    lead: isThird ? words.leadThird : words.lead({ limit }),
    notice: settled === null ? null : words.settledNow({ count: settled }),
    missingThird: thirdMarker === null && rows.some(({ decision }) => decision.kind === 'third-needed'),
    settle: actor.can('grades.release') && ready > 0 ? `${base}/grading/agreement/settle` : null,
    settleText: words.settle({ count: ready }),
    rows: shown.map(row => rowView(context, row, isThird)),
  });
}

const isBeyond = ({ first, second }: CommissionRow, limit: number): boolean =>
  Math.abs(first.total - second.total) > limit;

function rowView({ t, base }: LaunchContext, row: CommissionRow, isThird: boolean) {
  const words = t.grading.commission;
  const { student, first, second, third, decision, isSettled } = row;
  const isHidden = isThird && third === null;
  const state = isSettled
    ? { text: words.states.settled, tone: 'success', icon: 'check-circle' }
    : decision.kind === 'settled'
      ? { text: words.states[decision.by], tone: 'accent', icon: 'check' }
      : { text: words.states['third-needed'], tone: 'warning', icon: 'pencil' };
  return {
    name: student.name,
    href: `${base}/grading/${student.key}${isThird ? '' : '/history'}`,
    first: isHidden ? '–' : String(first.total),
    second: isHidden ? '–' : String(second.total),
    difference: isHidden ? '–' : String(Math.abs(first.total - second.total)),
    third: third === null ? '–' : String(third.total),
    state,
  };
}
