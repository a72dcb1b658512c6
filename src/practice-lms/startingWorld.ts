import { administrator, assistant, peculiarities, students, teacher } from './people.ts';
import { type Activity, type Column, type Course, type Enrolment, type Person, type State } from './state.ts';

type NextId = () => string;
type World = Pick<State, 'people' | 'courses' | 'enrolments' | 'activities' | 'columns'>;

// The course of the sample syllabus, so that both speak of the same weeks.
const mainTopics = [
  'Деректерді талдаудың мақсаты мен кезеңдері',
  'Дереккөздер және деректерді жинау тәсілдері',
  'Деректердің сапасы: толықтығы, дәлдігі, қайшылықсыздығы',
  'Айнымалылардың түрлері және өлшеу шкалалары',
  'Орталық үрдіс көрсеткіштері',
  'Шашырау көрсеткіштері',
  'Деректерді көрнекілеу қағидалары; бірінші аралық бақылау',
  'Ықтималдық және үлестірімдер',
  'Іріктеме және оның қателігі',
  'Статистикалық болжамды тексеру',
  'Корреляция және себеп-салдар',
  'Сызықтық регрессия',
  'Модельдің сапасы мен шектеулері',
  'Деректер этикасы және дербес деректерді қорғау',
  'Талдау нәтижесін ұсыну; екінші аралық бақылау',
];

const secondTopics = [
  'Оқу және конспект',
  'Дәйексөз және сілтеме',
  'Эссе құрылымы',
  'Өңдеу және редакциялау',
];

function makePeople(nextId: NextId): Person[] {
  const make = (one: typeof teacher, index: number | null, isAdministrator = false): Person => ({
    id: nextId(),
    username: one.username,
    givenName: one.given,
    familyName: one.family,
    email: `${one.username}@example.com`,
    sourcedId: index === null ? `T-${one.username}` : `24B03${String(1001 + index * 7)}`,
    locale: 'kk',
    isAdministrator,
    isNameless: false,
    ...peculiarities[one.username],
  });
  return [
    make(administrator, null, true),
    make(teacher, null),
    make(assistant, null),
    ...students.map((one, index) => make(one, index)),
  ];
}

function makeCourse(
  nextId: NextId,
  about: Pick<Course, 'label' | 'title' | 'summary'>,
  topics: readonly string[],
): Course {
  const weeks = topics.map((text, index) => ({ id: nextId(), title: `${index + 1}-апта`, text }));
  return {
    ...about,
    id: nextId(),
    sourcedId: `${about.label}-2026-KZ`,
    startsAt: '2026-08-31T19:00:00+00:00',
    isPublished: true,
    copiedFrom: [],
    sections: [{ id: nextId(), title: 'Жалпы', text: about.summary }, ...weeks],
  };
}

type Placement = Pick<Activity, 'title'> &
  Partial<Pick<Activity, 'description' | 'target' | 'opens' | 'hadColumn'>>;

function place(nextId: NextId, course: Course, week: number, placement: Placement): Activity {
  return {
    id: nextId(),
    courseId: course.id,
    sectionId: course.sections[week]?.id ?? '',
    description: '',
    target: null,
    custom: {},
    opens: 'iframe',
    hadColumn: false,
    isPlaced: false,
    ...placement,
  };
}

function columnOf(nextId: NextId, activity: Activity): Column {
  return {
    id: nextId(),
    courseId: activity.courseId,
    label: activity.title,
    maximum: 100,
    origin: 'activity',
    activityId: activity.id,
    resourceId: '',
    tag: '',
    startDateTime: null,
    endDateTime: null,
  };
}

function enrol(people: readonly Person[], main: Course, second: Course): Enrolment[] {
  const [, lecturer, helper, ...class_] = people;
  const active = (course: Course, person: Person | undefined, role: Enrolment['role']): Enrolment[] =>
    person === undefined ? [] : [{ courseId: course.id, personId: person.id, role, isActive: true }];
  return [
    ...active(main, lecturer, 'teacher'),
    ...active(main, helper, 'assistant'),
    ...class_.flatMap(one => active(main, one, 'student')),
    ...active(second, lecturer, 'teacher'),
    ...class_.slice(0, 6).flatMap(one => active(second, one, 'student')),
  ];
}

/** The world as it begins: two courses, one of them with a whole class. Ids come from `nextId`. */
export function startingWorld(nextId: NextId): World {
  const people = makePeople(nextId);
  const main = makeCourse(
    nextId,
    {
      label: 'ДТН-2301',
      title: 'Деректерді талдау негіздері',
      summary: 'Пәннің оқу бағдарламасы, күнтізбесі және бағалары Tirek ішінде жүргізіледі.',
    },
    mainTopics,
  );
  const second = makeCourse(
    nextId,
    {
      label: 'АЖ-1102',
      title: 'Академиялық жазылым',
      summary: 'Қатар ашылған екі пәнді сынап көруге арналған шағын пән.',
    },
    secondTopics,
  );
  const control = place(nextId, main, 7, {
    title: 'Аралық бақылау жұмысы',
    description: 'Өз бағанасы бар тапсырма: баға журналға тікелей түседі.',
    hadColumn: true,
  });
  return {
    people,
    courses: [main, second],
    enrolments: enrol(people, main, second),
    activities: [
      place(nextId, main, 0, { title: 'Tirek', description: 'Силлабус, күнтізбе, бағалау' }),
      place(nextId, main, 0, { title: 'Күнтізбе', target: '/calendar' }),
      place(nextId, main, 0, { title: 'Менің нәтижелерім', target: '/results' }),
      place(nextId, main, 1, { title: 'Tirek (жаңа терезеде)', opens: 'window' }),
      control,
      place(nextId, second, 0, { title: 'Tirek' }),
    ],
    columns: [columnOf(nextId, control)],
  };
}
