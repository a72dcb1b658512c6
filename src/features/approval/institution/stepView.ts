import { type Catalogue, languages } from '../../../i18n/index.ts';
import { type ApprovalStep } from '../domain/process.ts';
import { mostSteps, type StepFault, type TypedStep } from '../domain/typedSteps.ts';

const blank: TypedStep = { key: '', order: '', role: { kk: '', ru: '', en: '' } };

/** The steps as lines of the form. */
export const typedOf = (steps: readonly ApprovalStep[]): TypedStep[] =>
  steps.map(({ key, role }, index) => ({ key, order: String(index + 1), role }));

/** A line for each step, and one more while there may be more. */
export function stepFields(
  typed: readonly TypedStep[],
  faults: readonly StepFault[],
  canChange: boolean,
  t: Catalogue,
) {
  const words = t.approvalSteps;
  const last = typed.findLastIndex(({ role }) => languages.some(lang => role[lang] !== ''));
  const lines = [...typed.slice(0, last + 1), { ...blank, order: String(last + 2) }].slice(0, mostSteps);
  const isFaulty = (kind: StepFault['kind'], line: number): boolean =>
    faults.some(fault => fault.kind === kind && 'line' in fault && fault.line === line);
  return lines.map(({ key, order, role }, line) => ({
    legend: line <= last ? words.step({ number: line + 1 }) : words.newStep,
    key: { name: `key.${line}`, value: key },
    fields: [
      {
        id: `order-${line}`,
        name: `order.${line}`,
        label: words.order,
        value: order,
        size: 'number',
        inputMode: 'numeric',
        maxLength: 2,
        readOnly: !canChange,
        error: isFaulty('order', line) ? words.orderWrong : null,
      },
      ...languages.map(lang => ({
        id: `${lang}-${line}`,
        name: `${lang}.${line}`,
        label: t.shell.languageNames[lang],
        value: role[lang],
        lang,
        maxLength: 200,
        readOnly: !canChange,
        error: isFaulty('languages', line) && role[lang].trim() === '' ? words.languageMissing : null,
      })),
    ],
  }));
}
