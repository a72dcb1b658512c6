import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { courseRole } from '../../src/lti/index.ts';

const base = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
const system = 'http://purl.imsglobal.org/vocab/lis/v2/system/person';

describe('course roles', () => {
  it.each([
    [[`${base}#Instructor`], 'instructor'],
    [['Instructor'], 'instructor'],
    [[`${base}/Instructor#PrimaryInstructor`], 'instructor'],
    [[`${base}#Learner`], 'learner'],
    [['Learner'], 'learner'],
    [[`${base}/Learner#NonCreditLearner`], 'learner'],
    [[`${base}/Instructor#TeachingAssistant`], 'assistant'],
    [[`${base}/Instructor#TeachingAssistantSection`], 'assistant'],
    [[`${base}#TeachingAssistant`], 'assistant'],
    [['TeachingAssistant'], 'assistant'],
    [[`${base}/Instructor#Grader`], 'assistant'],
    [[], 'guest'],
    [['Unknown'], 'guest'],
    [[`${base}#ContentDeveloper`], 'guest'],
    [[`${institution}#Instructor`], 'guest'],
    [[`${system}#Administrator`, `${institution}#Administrator`], 'guest'],
    [['https://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'], 'guest'],
    [[`${base}#Instructor extra`], 'guest'],
  ] as const)('%j is %s', (roles, role) => {
    expect(courseRole(roles, [])).toBe(role);
  });

  it('the assistant’s sub-role wins over Instructor in any order, as Canvas sends both', () => {
    const both = [`${base}#Instructor`, `${base}/Instructor#TeachingAssistant`];
    expect(courseRole(both, [])).toBe('assistant');
    expect(courseRole(both.reverse(), [])).toBe('assistant');
  });

  it('a teacher who is listed as a learner too is a teacher', () => {
    expect(courseRole([`${base}#Learner`, `${base}#Instructor`], [])).toBe('instructor');
  });

  it('a mentor of somebody is a mentor, a mentor of nobody a guest', () => {
    expect(courseRole([`${base}#Mentor`], ['5'])).toBe('mentor');
    expect(courseRole([`${base}#Mentor`], [])).toBe('guest');
  });

  it('institution and system roles never change the outcome', () => {
    const context = fc.constantFrom(
      `${base}#Instructor`,
      `${base}#Learner`,
      'Learner',
      `${base}/Instructor#TeachingAssistant`,
    );
    const other = fc.constantFrom(
      `${institution}#Instructor`,
      `${system}#SysAdmin`,
      `${institution}#Student`,
    );
    fc.assert(
      fc.property(fc.array(context), fc.array(other), (roles, others) => {
        expect(courseRole([...others, ...roles], [])).toBe(courseRole(roles, []));
      }),
    );
  });
});
