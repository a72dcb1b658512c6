import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarRow } from '../../../src/features/syllabus/index.ts';
import { contentItem } from '../../../src/features/deeplinking/domain/contentItem.ts';
import { activityOffers } from '../../../src/features/deeplinking/domain/offer.ts';
import { pathOf } from '../../../src/features/deeplinking/domain/opening.ts';
import { linkId, linkIdOf, parsePlace, placeId } from '../../../src/features/deeplinking/domain/place.ts';
import { offerTitle } from '../../../src/features/deeplinking/domain/title.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';
import { asId } from '../../../src/kernel/ids.ts';
import { abilitiesOf } from '../../../src/kernel/permissions.ts';

const courseId = asId<'course'>('a'.repeat(24));

function row(changes: Partial<CalendarRow>): CalendarRow {
  const blank = { hours: null, prepares: null, tasks: null, assessment: null, mode: null, modeText: null };
  const place = { platform: null, url: null, module: null };
  return { week: 1, kind: 'srs', number: 1, title: 'Кейс', maxPoints: 8, ...blank, ...place, ...changes };
}

describe('a place', () => {
  it('is read back from its id, and nothing else names one', () => {
    const place = fc.oneof(
      fc.constantFrom('calendar', 'week', 'mooc', 'grading', 'results').map(kind => ({ kind }) as const),
      fc
        .tuple(
          fc.constantFrom('srs', 'midterm', 'lab'),
          fc.integer({ min: 1, max: 99 }),
          fc.constantFrom('', '~2'),
        )
        .map(([kind, number, twin]) => ({ kind: 'activity', key: `${kind}-${number}${twin}` }) as const),
    );
    fc.assert(
      fc.property(place, one => {
        expect(parsePlace(placeId(one))).toEqual(one);
      }),
    );
    for (const text of [
      '',
      'Calendar',
      'calendar/',
      'activity/',
      'activity/../x',
      'activity/srs-1 ',
      'grading/1',
    ])
      expect(parsePlace(text), text).toBeNull();
  });

  it('is found in the custom parameters of its link; what people wrote there is no place', () => {
    const id = { courseId, place: { kind: 'activity', key: 'srs-2' } } as const;
    expect(linkIdOf({ tirek_id: linkId(id, 'proof') })).toEqual({ ...id, proof: 'proof' });
    for (const value of ['', 'calendar', `${courseId}:`, `${courseId}:x`, `${courseId.slice(1)}:calendar`])
      expect(linkIdOf({ tirek_id: value }), value).toBeNull();
    expect(linkIdOf({})).toBeNull();
  });

  it('opens the page that the person may see', () => {
    const open = (id: string, role: Parameters<typeof abilitiesOf>[0]) => {
      const place = parsePlace(id);
      return place === null ? null : pathOf(place, abilitiesOf(role));
    };
    expect(
      ['instructor', 'assistant', 'learner', 'guest'].map(role => open('grading', role as never)),
    ).toEqual(['/grading', '/grading', '/results', '/calendar']);
    expect(open('results', 'instructor')).toBe('/grading');
    expect(open('mooc', 'learner')).toBe('/moocmap');
    expect(open('mooc', 'guest')).toBe('/calendar');
    expect(open('activity/final', 'learner')).toBe('/results');
    expect(open('activity/srs-2~2', 'learner')).toBe('/calendar#srs-2_2');
    expect(open('week', 'guest')).toBe('/calendar#this-week');
  });
});

describe('what can be placed', () => {
  it('are rows with points, controls from 0 to 100, and the final control even without a row', () => {
    const offers = activityOffers([
      { key: 'lecture-1', row: row({ kind: 'lecture', maxPoints: null }) },
      { key: 'srs-1', row: row({ maxPoints: 12.5 }) },
      { key: 'lab-1', row: row({ kind: 'lab', maxPoints: 0 }) },
      { key: 'midterm-1', row: row({ kind: 'midterm', maxPoints: null }) },
    ]);
    expect(offers.map(({ place, maximum }) => [placeId(place), maximum])).toEqual([
      ['activity/srs-1', 12.5],
      ['activity/midterm-1', 100],
      ['activity/final', 100],
    ]);
  });

  it('is called as the course’s documents call it', () => {
    const place = { kind: 'activity', key: 'srs-1' } as const;
    const title = (lang: 'kk' | 'ru' | 'en') =>
      offerTitle({ place, maximum: 8, row: row({}) }, catalogueOf(lang));
    expect([title('kk'), title('ru'), title('en')].map(one => one.endsWith(' 1. Кейс'))).toEqual([
      true,
      true,
      true,
    ]);
    expect(title('kk')).toBe('БӨЖ 1. Кейс');
  });
});

describe('a content item', () => {
  const column = { label: 'БӨЖ 1', maximum: 8, resourceId: 'tirek:x:srs-1', tag: 'tirek:srs-1' };
  const place = { kind: 'activity', key: 'srs-1' } as const;
  const settings = {
    courseId,
    publicUrl: 'https://tirek.kz',
    documentTargets: ['iframe', 'window'],
    reviewLabel: 'R',
    proof: 'p',
  };

  it('has an address, a stable id, a column and the way to a student’s work', () => {
    expect(contentItem({ place, title: 'БӨЖ 1', column }, settings)).toEqual({
      type: 'ltiResourceLink',
      title: 'БӨЖ 1',
      url: 'https://tirek.kz/activity/srs-1',
      custom: { tirek_id: `${courseId}:activity/srs-1:p` },
      iframe: {},
      lineItem: {
        label: 'БӨЖ 1',
        scoreMaximum: 8,
        resourceId: 'tirek:x:srs-1',
        tag: 'tirek:srs-1',
        submissionReview: { reviewableStatus: ['Completed'], label: 'R' },
      },
    });
  });

  it('asks for a window only where the LMS takes windows, and for nothing where it says nothing', () => {
    const item = (documentTargets: string[]) =>
      contentItem({ place, title: 'x', column: null }, { ...settings, documentTargets });
    expect(item(['window'])).toMatchObject({ window: { targetName: 'tirek' } });
    expect(Object.keys(item(['embed']))).toEqual(['type', 'title', 'url', 'custom']);
    expect(Object.keys(item([]))).not.toContain('iframe');
  });

  it('keeps titles within what Moodle stores, without cutting a letter', () => {
    const long = contentItem({ place, title: '😀'.repeat(300), column: null }, settings) as { title: string };
    expect([...long.title]).toHaveLength(255);
    expect(long.title.endsWith('😀…')).toBe(true);
  });
});
