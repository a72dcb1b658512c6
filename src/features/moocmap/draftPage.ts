import { type LaunchContext } from '../../web/context.ts';
import { page, type Reply } from '../../web/route.ts';
import { countFindings, findingMessage } from '../syllabus/index.ts';
import { hasErrors } from './domain/checks/checkMap.ts';
import { diffMaps } from './domain/diff.ts';
import { type EditablePart, editMap } from './domain/edits.ts';
import { draftView, type Unsaved, untouched } from './draftView.ts';
import { formLinks } from './formService.ts';
import { getCourse, type MapParts, type Notice, noticeView, standingView } from './mapPages.ts';
import { type MapVersion } from './mapStore.ts';
import { changeGroups, findingViews } from './mapWords.ts';

interface Shown {
  readonly notice?: Notice | null;
  readonly unsaved?: Unsaved;
  /** The part that was not saved. */
  readonly part?: EditablePart;
  /** What is searched in the registry. */
  readonly find?: string | null;
}

/** The page of a draft: its parts, what contradicts what, and the way to the approval. */
export async function showDraft(
  parts: MapParts,
  context: LaunchContext,
  draft: MapVersion,
  { notice = null, unsaved = untouched, part, find = null }: Shown,
): Promise<Reply> {
  const { t, lang, actor, base } = context;
  const { term, registrationId } = await getCourse(parts, actor.courseId);
  const [checked, outcomes, standing, found] = await Promise.all([
    checkedView(parts, context, draft),
    parts.service.outcomesOf(actor.courseId),
    standingView(parts, context, term.timeZone),
    find === null ? null : parts.catalogue.search(registrationId, find, lang),
  ]);
  const isWrong = Object.keys(unsaved.faults).length > 0;
  const own = standing?.documentId === draft.id ? standing : null;
  return page(
    'moocmap/draft',
    t.moocmap.draftTitle,
    {
      ...draftView(draft.map, outcomes, { t, lang, unsaved }),
      address: `${base}/moocmap/drafts/${draft.id}`,
      submitTo: `${base}/moocmap/submit/${draft.id}`,
      rev: draft.rev,
      documentLang: draft.map.language,
      notice: noticeView(notice, t),
      differences: notice === 'conflict' && part !== undefined ? differences(draft, part, unsaved, t) : [],
      standing: own,
      isOpen: own?.isOpen === true,
      isStale: own?.isOpen === true && own.draftRev !== draft.rev,
      ...checked,
      words: {
        severities: JSON.stringify({ ...t.shell.severity }),
        states: JSON.stringify({ ...t.authoring.live.states, ...t.moocmap.live }),
      },
      search: { text: find ?? '', found: found === null ? null : found.map(one => foundView(one, draft)) },
      forms: formLinks(`${base}/moocmap/form/${draft.id}`, t),
    },
    notice === 'conflict' ? 409 : isWrong ? 422 : 200,
  );
}

/** What contradicts what, as the page shows it while one types. */
export async function checkedView(
  parts: Pick<MapParts, 'service'>,
  context: LaunchContext,
  draft: MapVersion,
) {
  const found = await parts.service.findingsOf(draft);
  const findings = [...findingViews(found, draft.map, context.t), ...readingViews(draft, context)];
  const { t } = context;
  const counts = findings.length === 0 ? t.moocmap.findingsNone : countFindings(findings, t);
  return { findings, counts, hasErrors: hasErrors(found) };
}

/** What is stored now beside what this person typed, in the fields of one part. */
function differences(draft: MapVersion, part: EditablePart, { typed }: Unsaved, t: LaunchContext['t']) {
  const edited = editMap(draft.map, part, typed);
  return edited.kind === 'wrong' ? [] : changeGroups(diffMaps(draft.map, edited.map), [draft.map], t);
}

/** What the reading of the uploaded form found; what the checks find anew is left to them. */
function readingViews({ map, readingFindings }: MapVersion, { t, lang }: LaunchContext) {
  return readingFindings
    .filter(({ code }) => (code === 'map-model' ? map.model === null : !code.startsWith('map-')))
    .map(finding => ({
      severity: finding.severity,
      text: findingMessage(finding, lang),
      place: t.moocmap.file,
      href: '#selection',
    }));
}

function foundView(
  { id, title, platform, url, language }: Awaited<ReturnType<MapParts['catalogue']['search']>>[number],
  { map }: MapVersion,
) {
  return {
    id,
    title,
    url,
    facts: [platform, language].filter(text => text !== null).join(' · '),
    isThere: map.moocs.some(({ registryId }) => registryId === id),
  };
}
