import { find, setText } from '../grading/dom.ts';
import { type Book } from './book.ts';

/** Which students are shown, and in which order. */
export interface Tools {
  /** Places in the class. */
  order(): readonly number[];
  /** Takes search and choice away. */
  showAll(): void;
}

type Show = 'all' | 'blanks' | 'not-admitted' | 'failing';

/** The search, the choice and the order above the table. */
export function createTools(book: Book, onOrder: () => void): Tools {
  const filter = find<HTMLInputElement>('#filter');
  const show = find<HTMLSelectElement>('#show');
  const sort = find<HTMLSelectElement>('#sort');
  const shown = find('#shown');
  const names = book.model.students.map(({ name }) => fold(name));
  let order: readonly number[] = names.map((_, student) => student);

  function update(): void {
    const wanted = fold(filter.value.trim());
    const places = names
      .map((_, student) => student)
      .filter(
        student => (names[student] ?? '').includes(wanted) && isShown(book, student, show.value as Show),
      );
    // The class comes in the order of names; a stable sort keeps it among equals.
    if (sort.value === 'total') places.sort((a, b) => totalOf(book, b) - totalOf(book, a));
    order = places;
    const { words } = book.model;
    setText(
      shown,
      order.length === names.length
        ? ''
        : order.length === 0
          ? words.nobody
          : words.shown.replace('{shown}', String(order.length)).replace('{all}', String(names.length)),
    );
    onOrder();
  }

  filter.addEventListener('input', update);
  show.addEventListener('change', update);
  sort.addEventListener('change', update);
  return {
    order: () => order,
    showAll() {
      filter.value = '';
      show.value = 'all';
      update();
    },
  };
}

function isShown(book: Book, student: number, show: Show): boolean {
  if (show === 'all') return true;
  const { midterms, admission, result } = book.resultOf(student);
  if (show === 'blanks') return midterms.some(({ isFinal }) => !isFinal);
  if (show === 'not-admitted') return admission === 'not-admitted';
  return result !== null && result.total < 50;
}

const totalOf = (book: Book, student: number): number => book.resultOf(student).result?.total ?? -1;

/** Capital letters and the letters that only Kazakh has are found by their plain neighbours too. */
function fold(text: string): string {
  const plain: Readonly<Record<string, string>> = {
    ә: 'а',
    ғ: 'г',
    қ: 'к',
    ң: 'н',
    ө: 'о',
    ұ: 'у',
    ү: 'у',
    һ: 'х',
    і: 'и',
    ё: 'е',
  };
  return text.toLocaleLowerCase('kk').replace(/[әғқңөұүһіё]/gu, letter => plain[letter] ?? letter);
}
