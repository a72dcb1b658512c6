import { type CertifiedMooc, createMoocCertificates } from '../features/mooccertificates/index.ts';
import { type MoocMaps } from '../features/moocmap/index.ts';
import { type FoundMooc, type MoocRegistry, titleIn } from '../features/moocregistry/index.ts';
import { catalogueOf, type Lang, languages } from '../i18n/index.ts';
import { type Route } from '../web/route.ts';
import { type FileRooms } from './files.ts';
import { type Ground } from './ground.ts';

/** Certificates of the MOOC centre: what they take from maps, registry and results. */
export function createCertificateRoom(
  { connection, sealer, courses, roster, lti, publicUrl, now }: Ground,
  { findPublishedMap }: Pick<MoocMaps, 'findPublishedMap'>,
  { reading, centreMembers }: Pick<MoocRegistry, 'reading' | 'centreMembers'>,
  { completedIn }: Pick<FileRooms, 'completedIn'>,
): Route[] {
  return createMoocCertificates({
    ...{ connection, sealer, courses, roster, publicUrl, now },
    ports: {
      completedIn,
      isCentre: async (registrationId, personId) => (await centreMembers(registrationId)).includes(personId),
      nameOfInstitution: async id => (await lti.registrations.findById(id))?.name ?? new URL(publicUrl).host,
      async moocsOf({ id, registrationId }) {
        const map = await findPublishedMap(id);
        return Promise.all(
          (map?.moocs ?? []).map(async ({ key, title, url, registryId }) => {
            const found =
              registryId === undefined ? null : await reading.findMooc(registrationId, registryId);
            return found === null ? byHand(key, title, url) : ofRegistry(key, found);
          }),
        );
      },
    },
  });
}

const inThree = (text: (lang: Lang) => string): Readonly<Record<Lang, string>> =>
  Object.fromEntries(languages.map(lang => [lang, text(lang)])) as Record<Lang, string>;

/** An online course that the map's author has typed: nobody has registered its platform, hours and credits. */
const byHand = (key: string, title: string, url: string | null): CertifiedMooc => ({
  ...{ key, url, hours: null, credits: null },
  titles: inThree(() => title),
  platforms: inThree(() => ''),
});

const ofRegistry = (key: string, found: FoundMooc): CertifiedMooc => ({
  key,
  titles: inThree(lang => titleIn(found.titles, lang)),
  platforms: inThree(lang =>
    found.platformName === '' ? catalogueOf(lang).moocregistry.platforms[found.platform] : found.platformName,
  ),
  url: found.url === '' ? null : found.url,
  hours: found.hours,
  credits: found.credits,
});
