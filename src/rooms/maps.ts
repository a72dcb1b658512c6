import { createMoocMaps, type MoocMaps, type RegistryMooc } from '../features/moocmap/index.ts';
import { type FoundMooc, type MoocRegistry, titleIn } from '../features/moocregistry/index.ts';
import { createMoocStandings } from '../features/moocresults/index.ts';
import { type TermRoom } from '../features/term/index.ts';
import { catalogueOf, type Lang } from '../i18n/index.ts';
import { type Ground } from './ground.ts';

/** Integration maps: what they take from the course's papers and from the institution's registry. */
export function createMapRoom(
  ground: Ground,
  { daysOf }: Pick<TermRoom, 'daysOf'>,
  { reading, noteUse }: Pick<MoocRegistry, 'reading' | 'noteUse'>,
): MoocMaps {
  const { connection, courses, roster, now, publishedSyllabus } = ground;
  return createMoocMaps({
    connection,
    courses,
    roster,
    now,
    publishedSyllabus,
    daysOf,
    resultsOf: createMoocStandings(connection),
    freeWeeksOf: async ({ id, lang }) => (await daysOf(id, catalogueOf(lang), lang)).freeWeeks,
    noteUse: async (registrationId, id, by) => {
      const found = await reading.findMooc(registrationId, id);
      if (found !== null) await noteUse(found, by);
    },
    catalogue: {
      async find(registrationId, id, lang) {
        const found = await reading.findMooc(registrationId, id);
        return found === null ? null : registryMooc(found, lang);
      },
      async search(registrationId, text, lang) {
        const found = await reading.searchMoocs(registrationId, text, 20);
        return found.map(one => registryMooc({ ...one, modules: [] }, lang));
      },
    },
  });
}

type Known = Omit<RegistryMooc, 'title' | 'platform' | 'url' | 'modules'> &
  Pick<FoundMooc, 'titles' | 'platform' | 'platformName' | 'url' | 'modules'>;

function registryMooc(found: Known, lang: Lang): RegistryMooc {
  const { id, titles, platform, platformName, url, language, hours, credits, state } = found;
  return {
    id,
    title: titleIn(titles, lang),
    platform: platformName === '' ? catalogueOf(lang).moocregistry.platforms[platform] : platformName,
    url: url === '' ? null : url,
    language,
    hours,
    credits,
    state,
    modules: found.modules.map(module => ({
      title: module.title,
      hours: module.hours,
      from: module.from,
      until: module.to,
    })),
  };
}
