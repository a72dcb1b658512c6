import {
  type DraftsAnswer,
  type PanelGrade,
  type PanelModel,
  type PanelWork,
} from '../../features/grading/domain/panel.ts';

/** How many drafts ahead are at hand, so that the next student opens at once, also without a connection. */
const ahead = 40;
const fewest = 15;

/** The class in its order, and the drafts that are at hand. */
export class Students {
  readonly #model: PanelModel;
  readonly #grades = new Map<string, PanelGrade>();
  readonly #works = new Map<string, PanelWork>();
  readonly #load: (ids: readonly string[]) => Promise<DraftsAnswer | null>;

  /** @param load asks the server for drafts; null when there is no answer */
  constructor(model: PanelModel, load: (ids: readonly string[]) => Promise<DraftsAnswer | null>) {
    this.#model = model;
    this.#load = load;
    this.#grades.set(model.current, model.grade);
    if (model.work !== null) this.#works.set(model.current, model.work);
  }

  get count(): number {
    return this.#model.students.length;
  }

  indexOf(id: string): number {
    return this.#model.students.findIndex(student => student.id === id);
  }

  nameOf(id: string): string {
    return this.#model.students.find(student => student.id === id)?.name ?? '';
  }

  /** The student so many places further; null beyond the ends. */
  neighbour(id: string, step: number): string | null {
    return this.#model.students[this.indexOf(id) + step]?.id ?? null;
  }

  /**
   * The first after this one who is not graded completely, then from the beginning; null when all are. Students whom
   * another grader has open come last.
   */
  nextToDo(id: string, isBusy: (id: string) => boolean): string | null {
    const index = this.indexOf(id);
    const { students } = this.#model;
    const inOrder = [...students.slice(index + 1), ...students.slice(0, index)];
    const isToDo = (state: PanelGrade['state']): boolean =>
      state === 'not-started' || state === 'in-progress';
    const toDo = inOrder.filter(student => isToDo(this.#grades.get(student.id)?.state ?? student.state));
    return (toDo.find(student => !isBusy(student.id)) ?? toDo[0])?.id ?? null;
  }

  find(id: string): PanelGrade | null {
    return this.#grades.get(id) ?? null;
  }

  /** What the student handed in; at hand whenever the grade is. */
  workOf(id: string): PanelWork | null {
    return this.#works.get(id) ?? null;
  }

  put(id: string, grade: PanelGrade): void {
    this.#grades.set(id, grade);
  }

  /** Asks for these drafts; false when no answer came. */
  async load(ids: readonly string[]): Promise<boolean> {
    const answer = await this.#load(ids);
    if (answer === null || answer.rubricVersion !== this.#model.rubricVersion) return false;
    for (const [id, grade] of Object.entries(answer.grades)) this.#grades.set(id, grade);
    for (const [id, work] of Object.entries(answer.works)) this.#works.set(id, work);
    return true;
  }

  /** Makes sure that the next ones are at hand. */
  async prepare(id: string): Promise<void> {
    const index = this.indexOf(id);
    const next = this.#model.students.slice(index + 1, index + 1 + ahead).map(student => student.id);
    const missing = next.filter(one => !this.#grades.has(one));
    const nearest = next.findIndex(one => !this.#grades.has(one));
    if (missing.length > 0 && nearest < fewest) await this.load(missing);
  }
}
