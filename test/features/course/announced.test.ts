import { describe, expect, it } from 'vitest';
import { announcedBy } from '../../../src/features/course/index.ts';

const offers = {
  role: 'instructor' as const,
  ags: {
    scopes: ['score', 'lineitem'],
    lineItemsUrl: 'https://lms.example/items',
    lineItemUrl: 'https://lms.example/items/1',
  },
  nrpsUrl: 'https://lms.example/members',
  productFamily: 'moodle',
};
const nothing = { lineItemsUrl: null, agsScopes: [], nrpsUrl: null, productFamily: null };

describe('what a launch says of the services of its course', () => {
  it('is every claim that it has, and nothing where it has none', () => {
    const message = { type: 'LtiResourceLinkRequest' } as const;
    expect(announcedBy({ ...offers, message })).toEqual({
      lineItemsUrl: 'https://lms.example/items',
      agsScopes: ['score', 'lineitem'],
      nrpsUrl: 'https://lms.example/members',
      productFamily: 'moodle',
      hasAllScopes: true,
    });
    const bare = { message, role: 'instructor', ags: null, nrpsUrl: null, productFamily: null } as const;
    expect(announcedBy(bare)).toMatchObject(nothing);
  });

  it('is nothing when it is about a person (data privacy), whatever claims it has', () => {
    const message = { type: 'LtiDataPrivacyLaunchRequest' } as const;
    expect(announcedBy({ ...offers, message })).toEqual({ ...nothing, hasAllScopes: false });
  });

  it('lists all scopes only when somebody who teaches opens a link', () => {
    const link = { type: 'LtiResourceLinkRequest' } as const;
    const review = { type: 'LtiSubmissionReviewRequest', forUserId: '4' } as const;
    expect(announcedBy({ ...offers, message: link, role: 'learner' }).hasAllScopes).toBe(false);
    expect(announcedBy({ ...offers, message: link, role: 'assistant' }).hasAllScopes).toBe(false);
    expect(announcedBy({ ...offers, message: review }).hasAllScopes).toBe(false);
  });
});
