import {
  createEngine,
  createSyncStores,
  type Engine,
  type SyncStores,
} from '../../../../src/features/gradesync/engine.ts';
import { type GradableColumn } from '../../../../src/features/gradesync/domain/choice.ts';
import { type WantedScore } from '../../../../src/features/gradesync/domain/entry.ts';
import {
  type Directory,
  type GradeSource,
  type ReleasedGrade,
} from '../../../../src/features/gradesync/ports.ts';
import { type Course } from '../../../../src/features/course/index.ts';
import { asId, type CourseId, type PersonId, type RegistrationId } from '../../../../src/kernel/ids.ts';
import { silentLog } from '../../../../src/log.ts';
import { ensureIndexes } from '../../../../src/store/index.ts';
import { startTestStore, type TestStore } from '../../../support/store.ts';
import { seeded, testClock, type TestClock } from './clock.ts';
import { FakePlatform } from './fakePlatform.ts';

const hex = (prefix: string, number: number): string =>
  `${prefix}${number.toString(16)}`.padEnd(24, '0').slice(0, 24);
export const courseId = (number = 1): CourseId => asId<'course'>(hex('c', number).padStart(24, '0'));
export const personId = (number: number): PersonId => asId<'person'>(number.toString(16).padStart(24, '0'));
export const registrationId = (number = 1): RegistrationId =>
  asId<'registration'>(`e${number.toString(16).padStart(23, '0')}`);
export const userOf = (person: PersonId): string => `user-${parseInt(person, 16)}`;

/** Grades in memory, as the grading room keeps them: a release is saved first and marked as queued later. */
export class Grades implements GradeSource {
  readonly wantedBy = new Map<string, WantedScore>();
  readonly notQueued = new Map<string, ReleasedGrade>();
  gradable: GradableColumn[] = [{ key: 'final', kind: 'total', title: 'Қорытынды бақылау', maximum: 100 }];

  release(course: CourseId, person: PersonId, score: string | null, comment = 'B, жақсы'): void {
    const key = `${course} final ${person}`;
    const rev = (this.wantedBy.get(key)?.rev ?? 0) + 1;
    this.wantedBy.set(key, { rev, score, maximum: 100, comment });
    this.notQueued.set(key, { courseId: course, columnKey: 'final', personId: person, rev });
  }

  async columns() {
    return this.gradable;
  }

  async released(course: CourseId, columnKey: string): Promise<PersonId[]> {
    const prefix = `${course} ${columnKey} `;
    return [...this.wantedBy.keys()]
      .filter(key => key.startsWith(prefix))
      .map(key => asId<'person'>(key.slice(prefix.length)));
  }

  async wanted(course: CourseId, columnKey: string, person: PersonId): Promise<WantedScore | null> {
    return this.wantedBy.get(`${course} ${columnKey} ${person}`) ?? null;
  }

  async wantedMany(course: CourseId, columnKey: string, people: readonly PersonId[]) {
    const found = new Map<PersonId, WantedScore>();
    for (const person of people) {
      const wanted = await this.wanted(course, columnKey, person);
      if (wanted !== null) found.set(person, wanted);
    }
    return found;
  }

  async unqueued(limit: number): Promise<ReleasedGrade[]> {
    return [...this.notQueued.values()].slice(0, limit);
  }

  async markQueued(grades: readonly ReleasedGrade[]): Promise<void> {
    for (const grade of grades) {
      const key = `${grade.courseId} ${grade.columnKey} ${grade.personId}`;
      if (this.notQueued.get(key)?.rev === grade.rev) this.notQueued.delete(key);
    }
  }
}

/** Courses and people that are simply there. */
export class TestDirectory implements Directory {
  readonly courses = new Map<CourseId, Course>();

  addCourse(id: CourseId, registration: RegistrationId = registrationId()): Course {
    const course: Course = {
      id,
      registrationId: registration,
      deploymentId: '1',
      contextId: id,
      title: 'Педагогика',
      lang: 'kk',
      term: { startOn: null, timeZone: 'Asia/Almaty' },
      services: {
        lineItemsUrl: `https://lms.example/${id}/lineitems`,
        agsScopes: [],
        nrpsUrl: null,
        productFamily: null,
      },
      syllabusId: null,
      copy: null,
    };
    this.courses.set(id, course);
    return course;
  }

  async findCourse(id: CourseId): Promise<Course | null> {
    return this.courses.get(id) ?? null;
  }

  async userIds(_course: CourseId, people: readonly PersonId[]): Promise<Map<PersonId, string>> {
    return new Map(people.map(person => [person, userOf(person)]));
  }

  async personIds(): Promise<Map<string, PersonId>> {
    return new Map(Array.from({ length: 50 }, (_, i) => [userOf(personId(i + 1)), personId(i + 1)]));
  }
}

export interface World {
  readonly store: TestStore;
  readonly stores: SyncStores;
  readonly clock: TestClock;
  readonly platform: FakePlatform;
  readonly grades: Grades;
  readonly directory: TestDirectory;
  readonly engine: Engine;
  /** Another process over the same store. */
  another(options?: { clock?: TestClock; platform?: FakePlatform }): Engine;
  /** Releases scores for people 1, 2, … and queues them. */
  release(scores: readonly (string | null)[], course?: CourseId): Promise<void>;
  end(): Promise<void>;
}

export async function startWorld(seed = 1): Promise<World> {
  const store = await startTestStore();
  const stores = createSyncStores(store.connection);
  await ensureIndexes(store.connection);
  const clock = testClock();
  const platform = new FakePlatform();
  const grades = new Grades();
  const directory = new TestDirectory();
  directory.addCourse(courseId());
  const another = (options: { clock?: TestClock; platform?: FakePlatform } = {}): Engine =>
    createEngine({
      stores,
      gradebook: (options.platform ?? platform).gradebook,
      source: grades,
      directory,
      log: silentLog,
      clock: options.clock ?? clock,
      random: seeded(seed),
    });
  const engine = another();
  return {
    store,
    stores,
    clock,
    platform,
    grades,
    directory,
    engine,
    another,
    async release(scores, course = courseId()) {
      scores.forEach((score, index) => grades.release(course, personId(index + 1), score));
      await engine.enqueue(
        course,
        'final',
        scores.map((_, index) => personId(index + 1)),
      );
      await grades.markQueued([...grades.notQueued.values()]);
    },
    end: () => store.stop(),
  };
}

/** The only column of a course, as stored. */
export async function onlyColumn(world: World, course = courseId()) {
  const columns = await world.stores.columns.ofCourse(course);
  if (columns.length !== 1 || columns[0] === undefined) throw new Error(`${columns.length} columns`);
  return columns[0];
}

export async function entryOf(world: World, number: number, course = courseId()) {
  const entry = await world.stores.outbox.find((await onlyColumn(world, course)).id, personId(number));
  if (entry === null) throw new Error('no entry');
  return entry;
}
