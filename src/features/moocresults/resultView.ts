import { documentLimits } from '../../documents/index.ts';
import { decimalMark, formatDay, formatInstant } from '../../kernel/dates.ts';
import { type LaunchContext } from '../../web/context.ts';
import { inOrder, nameOf } from '../gradebook/index.ts';
import { type Member } from '../roster/index.ts';
import { type FileHead } from './fileStore.ts';
import { type CountingMap } from './ports.ts';
import { type MoocResult } from './resultStore.ts';

export const percentText = (percent: string, { lang }: Pick<LaunchContext, 'lang'>): string =>
  `${percent.replace('.', decimalMark(lang))} %`;

/** The teacher's table: students by online courses, and the files that it came from. */
export function tableView(
  context: LaunchContext,
  given: {
    map: CountingMap | null;
    members: readonly Member[];
    files: readonly FileHead[];
    results: readonly MoocResult[];
    timeZone: string;
  },
) {
  const { t, base, actor } = context;
  const words = t.moocresults;
  const { map, members, files, results, timeZone } = given;
  const moocs = map?.moocs ?? [];
  const titles = new Map(moocs.map(({ key, title }) => [key, title]));
  const names = new Map(members.map(member => [member.person.id, nameOf(member, t)]));
  const found = new Map(results.map(result => [`${result.personId} ${result.moocKey}`, result]));
  const withResult = new Set(results.map(({ personId }) => personId));
  const listed = members.filter(
    ({ role, active, person }) => role === 'learner' && (active || withResult.has(person.id)),
  );
  return {
    hasMap: map !== null,
    model: map === null ? null : words.models[map.model],
    moocs: moocs.map(({ key, title }) => ({
      id: key,
      title,
      action: actor.can('grades.draft') ? `${base}/moocresults/upload/${encodeURIComponent(key)}` : null,
    })),
    maxBytes: documentLimits.fileBytes,
    rows: inOrder(
      listed.map(member => ({ member })),
      context,
    ).map(({ member, name }) => ({
      name,
      cells: moocs.map(({ key, title }) => {
        const result = found.get(`${member.person.id} ${key}`);
        return { title, text: result?.percent == null ? '–' : percentText(result.percent, context) };
      }),
    })),
    files: files.map(({ id, moocKey, file, by, at, state, outcome }) => ({
      href: `${base}/moocresults/files/${id}`,
      mooc: titles.get(moocKey) ?? moocKey,
      file,
      by: names.get(by) ?? '–',
      at: formatInstant(at, timeZone),
      state: words.states[state],
      written: outcome === null ? '' : words.taken({ results: outcome.results, marks: outcome.written }),
    })),
  };
}

/** A student's own results. */
export function ownView(context: LaunchContext, map: CountingMap | null, results: readonly MoocResult[]) {
  const words = context.t.moocresults.own;
  return {
    moocs: (map?.moocs ?? []).map(({ key, title, url }) => {
      const result = results.find(({ moocKey }) => moocKey === key);
      return {
        title,
        // A map may have been typed: nothing but a web address becomes a link.
        url: url !== null && /^https?:\/\//iu.test(url) ? url : null,
        percent: result?.percent == null ? null : percentText(result.percent, context),
        note:
          result === undefined
            ? words.none
            : result.on === null
              ? words.known
              : words.on({ date: formatDay(result.on) }),
      };
    }),
    model: map === null ? null : context.t.moocresults.models[map.model],
  };
}
