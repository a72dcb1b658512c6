import { standingOf } from './classify.ts';
import { coverageFaults } from './coverage.ts';
import {
  type Gpa,
  gpas,
  type Label,
  labels,
  type Letter,
  letters,
  type Scale,
  type ScaleRow,
} from './policy.ts';

/** What is wrong with a scale, and where. Nobody is graded by a scale that has any of these. */
export type ScaleFault =
  | { readonly code: 'reversed' | 'gap' | 'overlap'; readonly min: number; readonly max: number }
  | { readonly code: 'letter-order'; readonly letter: Letter; readonly above: Letter }
  | {
      readonly code: 'gpa-order';
      readonly letter: Letter;
      readonly gpa: Gpa;
      readonly above: Letter;
      readonly aboveGpa: Gpa;
    }
  | {
      readonly code: 'label-order';
      readonly letter: Letter;
      readonly label: Label;
      readonly above: Letter;
      readonly aboveLabel: Label;
    }
  | { readonly code: 'label-standing'; readonly letter: Letter; readonly label: Label }
  | { readonly code: 'no-failing' };

/** From the top of the scale down; rows may come in any order. Empty: every whole percent has exactly one row. */
export function scaleFaults(scale: Scale): ScaleFault[] {
  const rows = scale.toSorted((a, b) => b.min - a.min);
  return [
    ...coverageFaults(rows).map(({ kind, min, max }) => ({ code: kind, min, max })),
    ...rows.slice(1).flatMap((row, index) => orderFaults(row, rows[index])),
    ...standingFaults(rows),
  ];
}

/** Fewer points must never give a better letter, number or label; a letter stands once. */
function orderFaults(row: ScaleRow, above: ScaleRow | undefined): ScaleFault[] {
  if (above === undefined) return [];
  const { letter, gpa, label } = row;
  const faults: ScaleFault[] = [];
  if (letters.indexOf(letter) <= letters.indexOf(above.letter))
    faults.push({ code: 'letter-order', letter, above: above.letter });
  if (gpas.indexOf(gpa) < gpas.indexOf(above.gpa))
    faults.push({ code: 'gpa-order', letter, gpa, above: above.letter, aboveGpa: above.gpa });
  if (labels.indexOf(label) < labels.indexOf(above.label))
    faults.push({ code: 'label-order', letter, label, above: above.letter, aboveLabel: above.label });
  return faults;
}

function standingFaults(rows: Scale): ScaleFault[] {
  const faults: ScaleFault[] = rows
    .filter(({ letter, label }) => (standingOf(letter) === 'passed') === (label === 'unsatisfactory'))
    .map(({ letter, label }) => ({ code: 'label-standing', letter, label }));
  return rows.some(({ letter }) => letter === 'F') ? faults : [...faults, { code: 'no-failing' }];
}
