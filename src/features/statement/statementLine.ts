import { formatExact } from '../../kernel/exact.ts';
import { type ClassResult, type ControlKey, findControl } from '../gradebook/index.ts';
import { type StatementLine } from './domain/statement.ts';

/** What a statement would attest of a student now. */
export function lineOf({ member, row }: ClassResult): StatementLine {
  const text = (key: ControlKey): string => {
    const control = findControl(row, key);
    return control?.isFinal === true && control.value !== null
      ? formatExact(control.value, { mark: '.', digits: 2 })
      : '';
  };
  const { result, admission } = row;
  const status = result?.status ?? (admission === 'not-admitted' ? admission : '');
  // Where a threshold decided, the letter does not stand.
  const stands = result !== null && result.reason === null;
  return {
    personId: member.person.id,
    rk1: text('rk1'),
    rk2: text('rk2'),
    rk3: text('rk3'),
    rk4: text('rk4'),
    exam: text('exam'),
    before: '',
    total: result === null ? '' : String(result.total),
    letter: [stands ? result.letter : '', row.status?.code ?? ''].filter(part => part !== '').join(' '),
    gpa: stands ? result.gpa : '',
    label: stands ? result.label : '',
    status,
  };
}
