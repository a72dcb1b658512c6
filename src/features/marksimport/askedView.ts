import { type LaunchContext } from '../../web/context.ts';
import { inOrder } from '../gradebook/index.ts';
import { type Member } from '../roster/index.ts';
import { type AskedRow } from './domain/preview.ts';

/** Rows without a match that are asked about; of a list of the whole faculty most are simply others. */
const mostStrangers = 40;
const mostAsked = 200;

/** A select for each row of a file that somebody has to say the person of. */
export function askedView(context: LaunchContext, asked: readonly AskedRow[], members: readonly Member[]) {
  const words = context.t.marksimport;
  const everybody = inOrder(
    members.map(member => ({ member })),
    context,
  ).map(({ member, name }) => ({ value: member.person.id, text: name }));
  let strangers = 0;
  const shown = asked.filter(({ why }) => why !== 'unknown' || (strangers += 1) <= mostStrangers);
  const fields = shown.slice(0, mostAsked).map(row => ({
    id: `who-${row.row}`,
    name: `who:${row.row}`,
    type: 'select',
    label: words.rowLabel({ row: row.row, label: row.label }),
    hint: words.doubts[row.why],
    options: optionsOf(row, everybody, words.people),
  }));
  const hidden = asked.length - fields.length;
  return {
    fields,
    open: asked.filter(({ decision }) => decision === null).length,
    more: hidden === 0 ? null : words.moreStrangers({ count: hidden }),
  };
}

function optionsOf(
  row: AskedRow,
  everybody: readonly { value: string; text: string }[],
  words: LaunchContext['t']['marksimport']['people'],
) {
  const candidates = everybody.filter(({ value }) => row.candidates.some(id => id === value));
  const options = [
    { value: '', text: words.undecided },
    { value: 'nobody', text: words.nobody },
    ...(candidates.length > 0 ? candidates : everybody),
  ];
  return options.map(option => ({ ...option, selected: option.value === (row.decision ?? '') }));
}

/** Steps between the pages of a long list of changes; null where one page has them all. */
export function pagesOf({ t }: LaunchContext, address: string, current: number, pages: number) {
  const link = (page: number) =>
    page < 1 || page > pages ? null : { href: `${address}?page=${page}#changes`, text: `${page}` };
  return pages === 1
    ? null
    : {
        label: t.marksimport.pages,
        position: `${current} / ${pages}`,
        previous: link(current - 1),
        next: link(current + 1),
      };
}
