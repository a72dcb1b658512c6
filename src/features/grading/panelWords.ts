import { type Catalogue } from '../../i18n/index.ts';
import { type Lang } from '../../i18n/lang.ts';
import { type PanelWords, type PercentFault } from './domain/panel.ts';
import { type InstitutionPolicy, type Label } from './domain/policy.ts';
import { labelText } from './gradeWords.ts';

/** Why a percent was not taken, at its field. */
export function problemText(
  code: PercentFault,
  band: { readonly min: number | string; readonly max: number | string } | null,
  t: Catalogue,
): string {
  const { problems } = t.grading.panel;
  return code === 'outside-band'
    ? problems[code]({ min: String(band?.min ?? 0), max: String(band?.max ?? 100) })
    : problems[code];
}

/** The texts that the script puts on the page; it fills what stands in braces. */
export function panelWords(
  { t, lang }: { readonly t: Catalogue; readonly lang: Lang },
  policy: Pick<InstitutionPolicy, 'labels'>,
): PanelWords {
  const words = t.grading.panel;
  const { saved, ...states } = words.status;
  const labelOf = (label: Label): string => labelText(policy, label, { t, lang });
  const who = { name: '{name}', at: '{at}' };
  return {
    titleSuffix: t.shell.titleSuffix,
    labels: {
      excellent: labelOf('excellent'),
      good: labelOf('good'),
      satisfactory: labelOf('satisfactory'),
      unsatisfactory: labelOf('unsatisfactory'),
    },
    // A copy: the strict catalogues themselves cannot be turned into JSON.
    states: { ...t.grading.states },
    status: { ...states, saved: saved({ time: '{time}' }) },
    problems: {
      ...words.problems,
      'outside-band': words.problems['outside-band']({ min: '{min}', max: '{max}' }),
    },
    previous: t.shell.previous,
    next: t.shell.next,
    lastStudent: words.last,
    position: words.position({ place: '{place}', of: '{of}' }),
    range: words.range({ range: '{range}' }),
    cannotOpen: words.cannotOpen,
    allGraded: words.allGraded,
    openElsewhere: words.openElsewhere({ name: '{name}' }),
    notComplete: words.notComplete,
    conflictWith: words.conflict.with(who),
    conflictSelf: words.conflict.self({ at: '{at}' }),
    rubricChanged: words.rubricChanged,
    closed: t.policy.windows.keptHere,
    refreshed: words.refreshed,
    resultMissing: words.resultMissing,
  };
}
