import { describe, expect, it } from 'vitest';
import { type Column, columnTitle } from '../../../src/features/gradebook/index.ts';
import { catalogueOf } from '../../../src/i18n/index.ts';

const column = {
  key: 'srs-2',
  kind: 'srs',
  number: 2,
  maximum: '22.5',
  week: 6,
  control: 'rk1',
} satisfies Partial<Column>;

describe('the heading of a column in full', () => {
  const full = (title: string) => columnTitle({ ...column, title }, { t: catalogueOf('kk'), lang: 'kk' });

  it('goes on after a title that ends as a sentence', () => {
    expect(full('Деректерді сипаттау.')).toMatch(/: Деректерді сипаттау; 6-апта; ең көбі 22,5 балл$/);
    expect(full('Not yet known')).toContain(': Not yet known; ');
  });

  it('is the name alone where there is no title', () => {
    expect(full(' . ')).not.toContain(':');
  });
});
