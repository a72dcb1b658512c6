import { type Place } from '../../../../documents/index.ts';
import { type Rubric, type RubricCriterion } from '../types.ts';
import { fold } from './letters.ts';
import { textOf, type LineCell } from './lines.ts';
import { numberIn, ordinalOf } from './numbers.ts';
import { isTotal } from './totals.ts';

/** A row of a table with bands: what stands before the bands, and one cell a band. */
export interface RubricRow {
  readonly lead: readonly LineCell[];
  readonly cells: readonly (LineCell | null)[];
  readonly place: Place;
}

const question =
  /^(?:(?:сұрақ|вопрос|question|билет сұрағы|блок|block)\p{L}*\s*№?\s*-?\s*(\d{1,2}|[ivxіх]{1,3})|№?\s*(\d{1,2}|[ivxіх]{1,3})\s*-?\s*(?:ші|шы|й|ый)?[\s.-]*(?:сұрақ|вопрос|question|блок|block))(?!\p{L})/u;
const criterion =
  /^(?:№?\s*(\d{1,2})\s*-?\s*(?:ші|шы|й|ый)?[\s.-]*(?:критери\p{L}*|criteri\p{L}*|өлшем\p{L}*)|(?:критери\p{L}*|criteri\p{L}*|өлшем\p{L}*)\s*№?\s*(\d{1,2})|[кk]\s?(\d{1,2})(?!\p{L})|(\d{1,2})\s*[.)])\s*[.:)-]*\s*/u;

/** The number of the question that a text names at its start; null when it names none. */
export function questionOf(text: string): number | null {
  const match = question.exec(fold(text.slice(0, 120)));
  return match === null ? null : ordinalOf(match[1] ?? match[2] ?? '');
}

/** Collects the questions of a rubric with their criteria; a merged (in text: blank) question is the one above. */
export class QuestionList {
  readonly questions: Rubric['questions'] = [];
  readonly places = new Map<string, Place>();

  /** Opens the question that one of the cells names. */
  openNamed(cells: readonly LineCell[]): void {
    const asked = cells.map(cell => questionOf(textOf(cell))).find(number => number !== null);
    if (asked != null) this.open(asked);
  }

  add(row: RubricRow): void {
    this.openNamed(row.lead);
    const described = row.cells.some(cell => cell !== null && /\p{L}/u.test(cell.text));
    const own = row.lead.filter(
      cell => cell.above === null && cell.text !== '' && questionOf(cell.text) === null,
    );
    if (!described || own.some(cell => isTotal(cell.text))) return;
    this.addCriterion(own, row);
  }

  private open(number: number): void {
    if (this.questions.at(-1)?.number !== number) this.questions.push({ number, criteria: [] });
  }

  private addCriterion(own: readonly LineCell[], row: RubricRow): void {
    if (this.questions.length === 0) this.open(1);
    const at = this.questions.length - 1;
    const criteria = this.questions[at]?.criteria ?? [];
    const text = own.filter(cell => typeof numberIn(cell.text) !== 'number').at(-1)?.text ?? '';
    const label = criterion.exec(fold(text.slice(0, 120)));
    const written = [label?.[1], label?.[2], label?.[3], label?.[4]].find(digits => digits !== undefined);
    const made: RubricCriterion = {
      number: written === undefined ? criteria.length + 1 : Number(written),
      text: text.slice(label?.[0].length ?? 0),
      descriptors: row.cells.map(cell => (cell === null || textOf(cell) === '' ? null : textOf(cell))),
    };
    const path = `rubric.questions[${at}].criteria[${criteria.length}]`;
    this.places.set(path, row.place);
    for (const [band, cell] of row.cells.entries()) {
      if (cell !== null) this.places.set(`${path}.descriptors[${band}]`, cell.place);
    }
    criteria.push(made);
  }
}
