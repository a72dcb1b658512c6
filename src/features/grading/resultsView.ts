import { decimalMark, formatInstant } from '../../kernel/dates.ts';
import { formatExact } from '../../kernel/exact.ts';
import { type LaunchContext } from '../../web/context.ts';
import { type UsableAssessment } from './assessmentService.ts';
import { type Released, rulesOf } from './domain/grade.ts';
import { type InstitutionPolicy } from './domain/policy.ts';
import { rubricResult } from './domain/result.ts';
import { criteriaOf, findBand } from './domain/rubric.ts';
import { bandTones, labelText, scoreView } from './gradeWords.ts';
import { sumLine, sumParts } from './domain/sumLine.ts';

/** A student's own released result with everything that makes it comprehensible. */
export function resultsView(
  context: LaunchContext,
  assessment: UsableAssessment,
  released: Released,
  /** The version of the policy that it was released by. */
  policy: InstitutionPolicy,
) {
  const { t, lang } = context;
  const mark = decimalMark(lang);
  return {
    score: {
      ...scoreView(released, policy, { t, lang }),
      sum: sumLine(released.criteria, released.total, mark, released.weights ?? null),
    },
    at: t.results.releasedAt({ at: formatInstant(released.at, assessment.timeZone) }),
    comment: released.comment,
    breach:
      released.breach?.cap == null
        ? null
        : t.results.breach({ cap: released.breach.cap, text: released.breach.text }),
    questions: questionsOf(context, { ...assessment, policy }, released),
    steps: stepsOf(context, released, policy),
  };
}

function questionsOf(reader: LaunchContext, { rubric, lang, policy }: UsableAssessment, released: Released) {
  const { t } = reader;
  const tones = bandTones(rubric.bands);
  const placed = criteriaOf(rubric);
  return rubric.questions.map(({ number }) => ({
    id: `question-${number}`,
    title: t.grading.panel.question({ number }),
    criteria: placed.flatMap((criterion, index) => {
      if (criterion.question !== number) return [];
      const percent = released.criteria[index] ?? 0;
      const chosen = findBand(rubric.bands, percent);
      return [
        {
          id: `criterion-${index}`,
          number: `${criterion.question}.${criterion.number}`,
          title: criterion.text,
          lang,
          result: t.results.percent({ percent }),
          bands: rubric.bands.map(({ min, max, label }, place) => ({
            range: `${min}–${max}`,
            label: labelText(policy, label, reader),
            tone: tones[place],
            text: criterion.descriptors[place],
            chosen: place === chosen,
          })),
        },
      ];
    }),
  }));
}

/** The computation step by step, in words: from the percents to the letter. */
function stepsOf({ t, lang }: LaunchContext, released: Released, policy: InstitutionPolicy) {
  const words = t.results.steps;
  const { criteria } = released;
  const decimal = { mark: decimalMark(lang), digits: 2 } as const;
  const rules = rulesOf(released);
  const weights = rules.weights ?? null;
  const result = rubricResult(policy, criteria, rules);
  const mean = result.steps.find(({ name }) => name === 'mean');
  const meanText = mean === undefined ? '' : formatExact(mean.value, decimal);
  const parts = sumParts(criteria, weights);
  const sum = formatExact(parts.sum, decimal);
  const row = policy.scale.find(({ letter }) => letter === released.letter);
  const capped = result.steps.find(({ name }) => name === 'capped');
  const cappedText = capped === undefined ? meanText : formatExact(capped.value, decimal);
  const isWhole = cappedText === String(released.total);
  return [
    { words: words.given, numbers: criteria.join('; ') },
    ...(weights === null
      ? [
          { words: words.sum, numbers: `${criteria.join(' + ')} = ${sum}` },
          { words: words.mean({ count: parts.count }), numbers: `${sum} / ${parts.count} = ${meanText}` },
        ]
      : [
          {
            words: words.weighted,
            numbers: `${criteria.map((percent, at) => `${weights[at] ?? 0} × ${percent}`).join(' + ')} = ${sum}`,
          },
          { words: words.byWeights, numbers: `${sum} / ${parts.count} = ${meanText}` },
        ]),
    ...(capped === undefined ? [] : [{ words: words.capped, numbers: `${meanText} → ${cappedText}` }]),
    ...(isWhole
      ? []
      : [{ words: words.round[policy.rounding.mode], numbers: `${cappedText} → ${released.total}` }]),
    ...(row === undefined
      ? []
      : [
          {
            words: words.scale(row),
            numbers: `${row.letter} (${row.gpa.replace('.', decimal.mark)}), ${labelText(policy, row.label, { t, lang })}`,
          },
        ]),
  ];
}
