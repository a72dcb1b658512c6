import { fill, find } from '../grading/dom.ts';
import { type Book } from './book.ts';
import { type ControlResult } from '../../features/gradebook/domain/row.ts';
import { formatExact } from '../../kernel/exact.ts';

/** On a narrow page the class is a list that leads to each student's form; made when it is needed, once. */
export function startList(book: Book): void {
  const list = find('#student-list');
  const section = list.parentElement;
  const fillList = (): void => {
    if (list.childElementCount > 0 || section === null || section.offsetHeight === 0) return;
    list.replaceChildren(...book.model.students.map((_, student) => itemOf(book, student)));
  };
  fillList();
  addEventListener('resize', fillList);
}

function itemOf(book: Book, student: number): HTMLElement {
  const { address, students, words } = book.model;
  const { id = '', name = '' } = students[student] ?? {};
  const { midterms, exam, result, admission } = book.resultOf(student);
  const link = document.createElement('a');
  link.className = 'gradebook-student';
  link.href = `${address}/${id}`;
  const numbers = part('gradebook-numbers', '');
  for (const control of [...midterms, exam]) {
    const label = words.computed[control.key];
    const one = document.createElement('span');
    one.append(part('muted', label), ` ${controlText(book, control)}`);
    numbers.append(one, ' ');
  }
  link.append(part('gradebook-name', name), ' ', numbers);
  if (result !== null) {
    const total = document.createElement('strong');
    total.className = 'gradebook-total';
    total.textContent = `${result.total} ${result.letter}`;
    const isFailing = result.label === 'unsatisfactory' || admission === 'not-admitted';
    total.toggleAttribute('data-failing', isFailing);
    link.append(' ', total);
  }
  const item = document.createElement('li');
  item.append(link);
  return item;
}

function controlText({ model }: Book, { value, earned, isFinal }: ControlResult): string {
  if (value === null) return '–';
  const points = formatExact(isFinal ? value : earned, { mark: model.mark, digits: 2 });
  return isFinal ? points : fill(model.words.soFar, { points });
}

function part(className: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}
