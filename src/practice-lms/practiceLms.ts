import { type Server } from 'node:http';
import { registeredTool } from './claims.ts';
import { craftLaunch, type LaunchOverrides } from './craftedLaunch.ts';
import { authUrl, jwksUrl } from './services/keyRoutes.ts';
import { tokenUrl } from './services/tokenRoutes.ts';
import { type LoginForm, type Opening, startLaunch } from './launching.ts';
import { type Platform } from './platform.ts';
import { type RequestRecord } from './requestLog.ts';
import { type Activity, type Column, type Course, newId, type Person, type State } from './state.ts';
import { newTrouble, type Trouble, type TroubleWish } from './troubles.ts';
import { findPerson, nameOf } from './world.ts';
import { type Ways } from './ways.ts';

/** What a tool needs to know of this platform. */
export interface Registration {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly name: string;
}

/** One grade as the gradebook shows it. */
export interface GradeShown {
  readonly courseId: string;
  readonly columnId: string;
  readonly column: string;
  readonly resourceId: string;
  readonly tag: string;
  readonly personId: string;
  readonly person: string;
  readonly score: number | null;
  readonly maximum: number;
  readonly comment: string;
  readonly storedAt: string;
  readonly isOverridden: boolean;
  readonly isLocked: boolean;
}

/** A running practice LMS. Its methods are for tests and demonstrations; people use its pages. */
export class PracticeLms {
  readonly url: string;
  readonly port: number;
  readonly registration: Registration;
  readonly #platform: Platform;
  readonly #server: Server;

  constructor(platform: Platform, server: Server, port: number) {
    this.url = platform.url;
    this.port = port;
    this.registration = {
      issuer: platform.url,
      clientId: registeredTool.clientId,
      deploymentId: registeredTool.deploymentId,
      authUrl: authUrl(platform),
      tokenUrl: tokenUrl(platform),
      jwksUrl: jwksUrl(platform),
      name: 'Practice LMS',
    };
    this.#platform = platform;
    this.#server = server;
  }

  /** The state itself. Who changes it calls `save` afterwards. */
  get state(): State {
    return this.#platform.state;
  }

  /** The usual people and things of the first course, looked up anew each time. */
  get world(): World {
    return worldOf(this.state);
  }

  save(): Promise<void> {
    return this.#platform.save();
  }

  /** Begins a launch as the page would: where to POST what. The person must be logged in in the browser that goes on. */
  startLaunch(
    person: Person,
    opening: Activity | Opening,
    target: 'iframe' | 'window' = 'iframe',
  ): LoginForm {
    const what: Opening =
      'message' in opening ? opening : { message: 'LtiResourceLinkRequest', activity: opening };
    return startLaunch(this.#platform, person, what, target);
  }

  /** An id_token signed as this platform signs, with the differences asked for. */
  signLaunch(overrides: LaunchOverrides = {}): Promise<string> {
    return craftLaunch(this.#platform, overrides);
  }

  async setTrouble(wish: TroubleWish): Promise<Trouble> {
    const trouble = newTrouble(newId(this.state), wish);
    this.state.troubles.push(trouble);
    await this.save();
    return trouble;
  }

  async clearTroubles(): Promise<void> {
    this.state.troubles = [];
    this.state.clockSkewSeconds = 0;
    await this.save();
  }

  async setWays(ways: Partial<Ways>): Promise<void> {
    Object.assign(this.state.ways, ways);
    await this.save();
  }

  /** The platform's clock runs so many seconds ahead (behind when negative). */
  async setClockSkew(seconds: number): Promise<void> {
    this.state.clockSkewSeconds = seconds;
    await this.save();
  }

  async setEnrolment(courseId: string, personId: string, isActive: boolean): Promise<void> {
    for (const one of this.state.enrolments) {
      if (one.courseId === courseId && one.personId === personId) one.isActive = isActive;
    }
    await this.save();
  }

  async setPublished(courseId: string, isPublished: boolean): Promise<void> {
    for (const one of this.state.courses) if (one.id === courseId) one.isPublished = isPublished;
    await this.save();
  }

  /** A new signing key; the old one stays in the key set unless `forgetOld`. */
  rotateKey(options: { readonly forgetOld?: boolean } = {}): Promise<void> {
    return this.#platform.keys.rotate(this.#platform.trueNow(), options);
  }

  /** All access tokens stop working now. */
  revokeTokens(): void {
    this.#platform.tokens.revokeAll();
  }

  /** What the gradebook holds, in the order of the columns. */
  grades(courseId?: string): GradeShown[] {
    return gradesShown(this.state, courseId);
  }

  /** The tool's calls, oldest first. */
  requests(): readonly RequestRecord[] {
    return this.#platform.requests.all();
  }

  startAfresh(): Promise<void> {
    return this.#platform.startAfresh();
  }

  /** Stops listening, ends open connections, and leaves everything saved. */
  async close(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
    await this.save();
  }
}

export interface World {
  readonly course: Course;
  readonly secondCourse: Course;
  readonly administrator: Person;
  readonly teacher: Person;
  readonly assistant: Person;
  readonly students: readonly Person[];
  /** The plain "Tirek" link of the first course. */
  readonly link: Activity;
  readonly secondLink: Activity;
  /** The activity of the first course that has a column of its own. */
  readonly graded: Activity;
  readonly columns: readonly Column[];
}

function must<T>(value: T | null | undefined, what: string): T {
  if (value == null) throw new Error(`the practice LMS has no ${what}`);
  return value;
}

function worldOf(state: State): World {
  const course = must(state.courses[0], 'course');
  const secondCourse = must(state.courses[1], 'second course');
  const peopleAs = (role: string): Person[] =>
    state.enrolments
      .filter(one => one.courseId === course.id && one.role === role)
      .map(one => must(findPerson(state, one.personId), 'such person'));
  return {
    course,
    secondCourse,
    administrator: must(
      state.people.find(one => one.isAdministrator),
      'administrator',
    ),
    teacher: must(peopleAs('teacher')[0], 'teacher'),
    assistant: must(peopleAs('assistant')[0], 'assistant'),
    students: peopleAs('student'),
    link: must(
      state.activities.find(one => one.courseId === course.id),
      'link',
    ),
    secondLink: must(
      state.activities.find(one => one.courseId === secondCourse.id),
      'link',
    ),
    graded: must(
      state.activities.find(one => one.hadColumn),
      'graded activity',
    ),
    columns: state.columns.filter(one => one.courseId === course.id),
  };
}

function gradesShown(state: State, courseId?: string): GradeShown[] {
  return state.columns
    .filter(column => courseId === undefined || column.courseId === courseId)
    .flatMap(column =>
      Object.values(state.grades)
        .filter(grade => grade.columnId === column.id)
        .map(grade => {
          const person = findPerson(state, grade.personId);
          const { personId, score, comment, storedAt, isOverridden, isLocked } = grade;
          return {
            courseId: column.courseId,
            columnId: column.id,
            column: column.label,
            resourceId: column.resourceId,
            tag: column.tag,
            personId,
            person: person === null ? '' : nameOf(person),
            score,
            maximum: column.maximum,
            comment,
            storedAt,
            isOverridden,
            isLocked,
          };
        }),
    );
}
