import { createMoocReading } from '../src/features/moocregistry/moocService.ts';
import { createMoocStore, type NewMooc } from '../src/features/moocregistry/moocStore.ts';
import { createRegistryIndex } from '../src/features/moocregistry/registryIndex.ts';
import { createWarmUp } from '../src/features/moocregistry/warmUp.ts';
import { asId } from '../src/kernel/ids.ts';
import { ensureIndexes } from '../src/store/index.ts';
import { startTestStore } from '../test/support/store.ts';

const courseCount = 5_000;
const rounds = 40;

const subjects = ['Деректерді талдау', 'Физика', 'Қазақ тілі', 'Жасанды интеллект', 'Құқық негіздері'];
const queries = ['ЖАОК дерек', 'МООК', 'казак тили 17', 'физ', 'ahmetov', 'анализ данных', 'жоқ нәрсе', ''];

function courseOf(number: number): NewMooc {
  const subject = subjects[number % subjects.length] ?? '';
  const by = asId<'person'>('b'.repeat(24));
  return {
    content: {
      titles: { kk: `${subject} ${number}`, ru: `Анализ данных ${number}`, en: `Online course ${number}` },
      platform: 'kaznu',
      platformName: '',
      url: `https://open.example.kz/courses/${number}`,
      authors: [`Автор ${number % 300}`, 'Әлия Серікқызы'],
      language: 'kk',
      level: 'bachelor',
      openness: number % 10 === 0 ? 'private' : 'open',
      hours: 60,
      credits: 2,
      department: `Кафедра ${number % 40}`,
      owner: `Ахметов ${number % 200}`,
      tutor: '',
      modules: Array.from({ length: 12 }, (_, at) => ({
        title: `Модуль ${at + 1}. ${subject}`,
        weeks: { from: at + 1, to: at + 1 },
        hours: 5,
        from: null,
        to: null,
      })),
      runs: [],
    },
    standing: {
      stage: 'in-use',
      approvedOn: `202${(number % 3) + 3}-0${(number % 9) + 1}-15`,
      renewalYears: 3,
      usedOn: null,
      retiredOn: null,
    },
    reviews: [],
    event: { at: new Date(0), by, action: 'created', note: '', changes: [] },
  };
}

/**
 * A search through the service over 5,000 courses on the embedded store; the first one finds it read ahead, the one
 * after a change reads what was changed. Milliseconds.
 */
export async function run(): Promise<Record<string, number>> {
  const test = await startTestStore();
  try {
    const store = createMoocStore(test.connection);
    await ensureIndexes(test.connection);
    const registrationId = asId<'registration'>('a'.repeat(24));
    const numbers = Array.from({ length: courseCount }, (_, at) => at + 1);
    for (let from = 0; from < courseCount; from += 500)
      await store.add(registrationId, numbers.slice(from, from + 500).map(courseOf));
    const now = () => new Date('2026-11-22T06:00:00Z');
    const index = createRegistryIndex(store);
    const reading = createMoocReading({ store, index, now });
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    const first = await timed(() => reading.listMoocs(registrationId, { text: queries[0] }));
    const warmed = createRegistryIndex(store);
    const warmUp = createWarmUp({ store, index: warmed, log: { error: () => null } });
    const warming = await timed(async () => {
      warmUp.start();
      await warmUp.finished();
    });
    const ahead = createMoocReading({ store, index: warmed, now });
    const firstAfterStart = await timed(() => ahead.listMoocs(registrationId, { text: queries[0] }));
    const times: number[] = [];
    const before = process.cpuUsage();
    for (let round = 0; round < rounds; round += 1) {
      for (const text of queries) times.push(await timed(() => reading.listMoocs(registrationId, { text })));
    }
    const spent = process.cpuUsage(before);
    times.sort((a, b) => a - b);
    await store.add(registrationId, [courseOf(courseCount + 1)]);
    const afterChange = await timed(() => reading.listMoocs(registrationId, { text: queries[0] }));
    const due = await timed(() => reading.dueReminders('2026-11-22', registrationId));
    return {
      courses: courseCount,
      firstSearchNotReadAhead: first,
      readingAhead: warming,
      firstSearch: firstAfterStart,
      searchProcessorTime: (spent.user + spent.system) / 1_000 / times.length,
      search: times[times.length >> 1] ?? 0,
      searchSlowestOf100: times[Math.floor(times.length * 0.99)] ?? 0,
      searchMost: times.at(-1) ?? 0,
      searchAfterChange: afterChange,
      dueOnADay: due,
    };
  } finally {
    await test.stop();
  }
}
