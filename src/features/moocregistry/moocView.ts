import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { decimalMark, formatDay, formatInstant, type IsoDate } from '../../kernel/dates.ts';
import { type PersonId } from '../../kernel/ids.ts';
import {
  allowedDecisions,
  type Decision,
  mayEdit,
  missingParts,
  obstacleTo,
  reviewForApproval,
} from './domain/lifecycle.ts';
import {
  criteria,
  type ExpertReview,
  type FieldChange,
  type Mooc,
  type MoocEvent,
  titleIn,
} from './domain/mooc.ts';
import { reminderOn, renewBy } from './domain/renewal.ts';
import { hasBadLink } from './domain/search.ts';
import { daysText, weeksText } from './domain/written.ts';
import { dueChip, stateChip } from './listView.ts';
import { type FoundMooc, registryTimeZone } from './moocService.ts';
import { type Viewer } from './viewer.ts';

export interface MoocFacts {
  readonly viewer: Viewer;
  readonly base: string;
  readonly t: Catalogue;
  readonly lang: Lang;
  readonly today: IsoDate;
  readonly nameOf: (id: PersonId) => string;
  /** How many maps use the course now; null: not known. */
  readonly uses: number | null;
}

/** One course as a page shows it, with what the viewer may do with it now. */
export function moocView(mooc: FoundMooc, facts: MoocFacts) {
  const { viewer, base, t, lang, today } = facts;
  const words = t.moocregistry;
  const reminder = reminderOn(mooc, today);
  const isInsider = viewer.isCentre || mooc.createdBy === viewer.personId;
  const href = `${base}/moocs/${mooc.id}`;
  return {
    title: titleIn(mooc.titles, lang) || words.untitled,
    href,
    rev: mooc.rev,
    state: stateChip(mooc.state, t),
    due: reminder === null ? null : dueChip(reminder, t),
    url: mooc.url === '' ? null : mooc.url,
    facts: factsOf(mooc, facts),
    modules: modulesOf(mooc, t),
    runs: mooc.runs.map(({ from, to, note }) => ({
      days: to === null ? words.openEnd({ from: formatDay(from) }) : daysText(from, to),
      note,
    })),
    edit: mayEdit(mooc, viewer) ? { text: words.edit, href: `${href}/edit`, icon: 'pencil' } : null,
    decisions: decisionsOf(mooc, facts),
    reviews: isInsider ? [...mooc.reviews].reverse().map(review => reviewOf(review, t)) : null,
    canReview: viewer.isCentre && mooc.stage === 'review' ? `${href}/review` : null,
    events: isInsider ? [...mooc.events].reverse().map(event => eventOf(event, facts)) : null,
  };
}

function factsOf(mooc: FoundMooc, { t, lang }: MoocFacts) {
  const words = t.moocregistry;
  const { fields, facts } = words;
  const { titles, approvedOn, usedOn, retiredOn, renewalYears, credits, link } = mooc;
  const shown = titleIn(titles, lang);
  const other = (['kk', 'ru', 'en'] as const)
    .filter(code => titles[code] !== '' && titles[code] !== shown)
    .map(code => ({
      term: { kk: fields.titleKk, ru: fields.titleRu, en: fields.titleEn }[code],
      value: titles[code],
      lang: code,
    }));
  const items: [term: string, value: string | null][] = [
    [words.number, String(mooc.number)],
    [fields.platform, mooc.platformName === '' ? words.platforms[mooc.platform] : mooc.platformName],
    [fields.openness, words.opennesses[mooc.openness]],
    [fields.language, words.languages[mooc.language]],
    [fields.level, words.levels[mooc.level]],
    [fields.hours, mooc.hours === null ? null : String(mooc.hours)],
    [fields.credits, credits === null ? null : String(credits).replace('.', decimalMark(lang))],
    [fields.authors, mooc.authors.join(', ')],
    [fields.department, mooc.department],
    [fields.owner, mooc.owner],
    [fields.tutor, mooc.tutor],
    [facts.approvedOn, approvedOn === null ? null : formatDay(approvedOn)],
    [
      words.due.until,
      approvedOn === null || retiredOn !== null ? null : formatDay(renewBy(approvedOn, renewalYears)),
    ],
    [facts.usedOn, usedOn === null ? null : formatDay(usedOn)],
    [facts.retiredOn, retiredOn === null ? null : formatDay(retiredOn)],
    [words.link.title, link === null ? null : linkText(link, t)],
  ];
  return {
    items: [
      ...other,
      ...items.flatMap(([term, value]) => (value === null || value === '' ? [] : [{ term, value }])),
    ],
    badLink:
      hasBadLink(mooc) && link !== null
        ? { text: words.link.outcomes[link.outcome], tone: 'warning', icon: 'warning' }
        : null,
  };
}

function linkText({ at, outcome, status }: NonNullable<Mooc['link']>, t: Catalogue): string {
  const words = t.moocregistry.link;
  const answer = status === null || outcome === 'works' ? [] : [words.answer({ status })];
  return [words.outcomes[outcome], ...answer, words.at({ at: formatInstant(at, registryTimeZone) })].join(
    '. ',
  );
}

function modulesOf({ modules, hours }: Mooc, t: Catalogue) {
  const { none } = t.moocregistry.facts;
  const known = modules.flatMap(one => one.hours ?? []);
  const sum = known.reduce((total, one) => total + one, 0);
  return {
    rows: modules.map((module, index) => ({
      number: String(index + 1),
      title: module.title,
      weeks: weeksText(module.weeks) || none,
      hours: module.hours === null ? none : String(module.hours),
      days: daysText(module.from, module.to) || none,
    })),
    total: known.length === 0 ? null : hours === null || hours === sum ? String(sum) : `${sum} / ${hours}`,
  };
}

/** What the viewer may decide; a decision that something stands against says what. */
function decisionsOf(mooc: FoundMooc, { viewer, t, today, uses }: MoocFacts) {
  const words = t.moocregistry.decisions;
  const missing = missingParts(mooc).map(one => words.missingParts[one]);
  const allowed = allowedDecisions(mooc, viewer);
  const review = reviewForApproval(mooc);
  const textOf = (decision: Decision): string | null => {
    if (decision === 'retire') {
      const used = uses === null || uses === 0 ? [] : [words.usedBy({ count: uses })];
      return mooc.approvedOn === null ? null : [words.retireText, ...used].join(' ');
    }
    if (decision === 'reopen') return words.reopenText;
    if (decision === 'submit') return mooc.stage === 'draft' ? null : words.renewText;
    if (decision !== 'approve' || review === null) return null;
    return words.approveText({ protocol: review.protocolNumber, on: formatDay(review.protocolOn) });
  };
  return allowed.map(decision => {
    // A reason is typed before it is asked for.
    const wish = { decision, note: '-', renewalYears: 3, on: today };
    const obstacle = obstacleTo(mooc, wish, viewer);
    return {
      decision,
      title: decision === 'submit' && mooc.stage !== 'draft' ? words.renew : words[decision],
      text: textOf(decision),
      obstacle: obstacle === null ? null : t.moocregistry.refusals[obstacle],
      missing: obstacle === 'incomplete' ? missing : [],
      needsNote: decision === 'return' || decision === 'retire',
      years:
        decision === 'approve'
          ? [3, 2, 1].map(count => ({
              value: String(count),
              text: t.moocregistry.years({ count }),
              selected: count === mooc.renewalYears,
            }))
          : null,
      kind: decision === 'retire' ? 'danger' : decision === 'return' ? 'secondary' : 'primary',
    };
  });
}

function reviewOf(review: ExpertReview, t: Catalogue) {
  const words = t.moocregistry.review;
  return {
    protocol: words.protocol({ number: review.protocolNumber, on: formatDay(review.protocolOn) }),
    conclusion: {
      text: words.conclusions[review.conclusion],
      tone: { recommended: 'success', 'after-changes': 'warning', 'not-recommended': 'danger' }[
        review.conclusion
      ],
      icon: { recommended: 'check', 'after-changes': 'warning', 'not-recommended': 'error' }[
        review.conclusion
      ],
    },
    reviewers: review.reviewers,
    text: review.text,
    approbation: review.approbation,
    criteria: criteria
      .filter(one => review.criteria[one] !== 'not-judged')
      .map(one => ({ term: words.criterion[one], value: words.verdicts[review.criteria[one]] })),
  };
}

function eventOf({ at, by, action, note, changes }: MoocEvent, { t, nameOf }: MoocFacts) {
  const words = t.moocregistry;
  return {
    text: words.history.events[action],
    meta: words.history.meta({ name: nameOf(by), at: formatInstant(at, registryTimeZone) }),
    note,
    changes: changes.map(({ field, from, to }) => ({
      field: words.fields[field],
      from: valueText(field, from, t) || words.history.blank,
      to: valueText(field, to, t) || words.history.blank,
    })),
  };
}

/** Choices are kept as the words of the code. */
export function valueText(field: FieldChange['field'], value: string, t: Catalogue): string {
  const words = t.moocregistry;
  const names: Readonly<Record<string, string>> =
    field === 'platform'
      ? words.platforms
      : field === 'language'
        ? words.languages
        : field === 'level'
          ? words.levels
          : field === 'openness'
            ? words.opennesses
            : {};
  return names[value] ?? value;
}
