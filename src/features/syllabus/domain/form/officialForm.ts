import {
  type Paper,
  type PaperBlock,
  type PaperCell,
  type PaperParagraph,
} from '../../../../documents/write/index.ts';
import { catalogueOf, type Lang } from '../../../../i18n/index.ts';
import { formatDay, type IsoDate } from '../../../../kernel/dates.ts';
import { type Syllabus } from '../types.ts';
import { calendarTable } from './calendarTable.ts';
import { type FormWords } from './formWords.ts';
import { numberText } from './numberText.ts';
import { rubricBlocks } from './rubricTable.ts';
import { scaleTable, weightsTable } from './scaleTable.ts';

/** Somebody who signs, and when it was signed inside Tirek; null leaves the line open for a pen. */
export interface Signature {
  readonly role: string;
  readonly name: string | null;
  readonly on: IsoDate | null;
}

export interface OfficialFormFacts {
  /** Null for a draft, which says so at the foot of every page. */
  readonly version: number | null;
  readonly printedOn: IsoDate;
  readonly lang: Lang;
  /** Empty: the lines that every university has (lecturer, head of department, dean). */
  readonly signatures: readonly Signature[];
}

/**
 * A syllabus in the form of the official document (KazNU's "academic presentation"): heads in the asked language, texts
 * as the course has them. Reading the form again gives the same syllabus: heads and labels are those that the reader
 * knows.
 */
export function officialForm(syllabus: Syllabus, facts: OfficialFormFacts): Paper {
  const { lang, version, printedOn } = facts;
  const words = catalogueOf(lang).form;
  const title = syllabus.course.title ?? words.document;
  const state = version === null ? words.draft : words.version({ version });
  const rubric = rubricBlocks(syllabus.rubric, words);
  const signatures = signatureBlocks(facts, words);
  return {
    title,
    lang,
    footer: `${title} · ${state} · ${words.printedOn({ date: formatDay(printedOn) })}`,
    sections: [
      {
        orientation: 'portrait',
        blocks: [
          { kind: 'title', text: words.document },
          frontTable(syllabus, lang, words, state),
          { kind: 'heading', text: words.presentation },
          presentationTable(syllabus, words),
          { kind: 'heading', text: words.assessment },
          ...scaleTable(syllabus.scale, lang, words),
          ...weightsTable(syllabus.weights, lang, words),
          ...calendarTable(syllabus.calendar, lang, words),
          ...(rubric.length === 0 ? signatures : []),
        ],
      },
      ...(rubric.length === 0
        ? []
        : [{ orientation: 'landscape' as const, blocks: [...rubric, ...signatures] }]),
    ],
  };
}

const blank = '—';
const label = (text: string): PaperCell => ({ text, bold: true, shaded: true });

function frontTable({ course }: Syllabus, lang: Lang, words: FormWords, state: string): PaperBlock {
  const credits = course.credits === null ? blank : numberText(course.credits, lang);
  return {
    kind: 'table',
    widths: [32, 68],
    headRows: 0,
    borders: 'all',
    keepRows: false,
    rows: [
      [label(words.title), { text: course.title ?? blank, bold: true }],
      [label(words.code), { text: course.code ?? blank }],
      [label(words.credits), { text: credits }],
      [{ text: state, columns: 2, align: 'end' }],
    ],
  };
}

function presentationTable(syllabus: Syllabus, words: FormWords): PaperBlock {
  const { course, outcomes, policies } = syllabus;
  const row = (name: string, text: PaperCell['text']): PaperCell[] => [label(name), { text, columns: 2 }];
  const outcomeRows = outcomes.flatMap(({ code, text, indicators }): PaperCell[][] => {
    const rest =
      indicators.length === 0 ? [{ text: '' }] : indicators.map(one => ({ text: `${one.code} ${one.text}` }));
    return rest.map((cell, index) =>
      index > 0
        ? [cell]
        : [{ text: `${code}. ${text}`, columns: 2, ...(rest.length > 1 ? { rows: rest.length } : {}) }, cell],
    );
  });
  return {
    kind: 'table',
    widths: [24, 26, 50],
    headRows: 0,
    borders: 'all',
    keepRows: false,
    rows: [
      ...(course.aim === null
        ? []
        : [[{ text: [{ lead: `${words.aim}: `, text: course.aim }], columns: 3 }]]),
      ...(outcomes.length === 0
        ? []
        : [[{ ...label(words.outcomes), columns: 2 }, label(words.indicators)], ...outcomeRows]),
      row(words.prerequisites, listText(course.prerequisites)),
      row(words.postrequisites, listText(course.postrequisites)),
      ...(policies.length === 0
        ? []
        : [
            row(
              words.policy,
              policies.map(policy => policyText(policy, words)),
            ),
          ]),
    ],
  };
}

const listText = (items: readonly string[]): string => (items.length === 0 ? blank : items.join('\n'));

function policyText({ kind, text }: Syllabus['policies'][number], words: FormWords): PaperParagraph {
  return kind === 'general' ? { text } : { lead: `${words.policyHeads[kind]} `, text };
}

function signatureBlocks({ signatures }: OfficialFormFacts, words: FormWords): PaperBlock[] {
  const usual = [words.lecturer, words.head, words.dean].map(role => ({ role, name: null, on: null }));
  const signers: readonly Signature[] = signatures.length === 0 ? usual : signatures;
  return [
    { kind: 'heading', text: words.approval },
    {
      kind: 'table',
      widths: [34, 20, 24, 22],
      headRows: 0,
      borders: 'none',
      keepRows: true,
      isWhole: true,
      rows: signers.map(({ role, name, on }) => [
        { text: role },
        { text: '________________' },
        { text: name ?? '____________________' },
        { text: on === null ? words.signatureDate : formatDay(on) },
      ]),
    },
  ];
}
