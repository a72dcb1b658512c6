import { type Catalogue, type Lang } from '../../i18n/index.ts';
import { page, type PublicRoute } from '../../web/route.ts';
import { countsOf, type DepartmentReport } from '../department/index.ts';
import { findingMessage } from '../syllabus/index.ts';
import { consoleRoute } from './consoleRoute.ts';
import { type ConnectParts } from './parts.ts';
import { getPlatform } from './platformRoutes.ts';

/** How many findings of a course are spelt out; the others are counted. */
const spelt = 12;

/** What the syllabi of all courses of a platform contradict. */
export function reportRoutes(parts: ConnectParts): PublicRoute[] {
  const { department } = parts;
  // The operator's commands use the room without its pages.
  if (department === undefined) return [];
  return [
    consoleRoute(parts, {
      method: 'get',
      path: '/platforms/:platform/report',
      who: 'administrator',
      tab: 'platforms',
      handler: async (context, { params }) => {
        const { t, lang, base } = context;
        const registration = await getPlatform(parts, context, params);
        const report = await department(registration.id);
        return page('connect/report', t.department.title, {
          back: `${base}/platforms/${registration.id}`,
          name: registration.name,
          ...reportView(report, t, lang),
        });
      },
    }),
  ];
}

function reportView({ courses, totals, codes }: DepartmentReport, t: Catalogue, lang: Lang) {
  const words = t.department;
  return {
    facts: [
      { term: words.courses, value: String(courses.length) },
      { term: words.without, value: String(totals.without) },
      { term: words.clean, value: String(totals.clean) },
      { term: words.errors, value: String(totals.errors) },
      { term: words.warnings, value: String(totals.warnings) },
    ],
    codes: codes.map(({ example, courses: count }) => ({
      name: findingMessage(example, lang),
      count: String(count),
    })),
    rows: courses.map(({ title, version, findings }) => {
      const { errors, warnings } = countsOf(findings);
      const grave = findings.filter(({ severity }) => severity !== 'info');
      return {
        title: title === '' ? words.untitled : title,
        state: version === null ? '' : words.version({ version }),
        errors: String(errors),
        warnings: String(warnings),
        chip:
          version === null
            ? { text: words.noSyllabus, tone: 'neutral' }
            : errors > 0
              ? { text: words.hasErrors, tone: 'danger', icon: 'error' }
              : warnings > 0
                ? { text: words.hasWarnings, tone: 'warning', icon: 'warning' }
                : { text: words.isClean, tone: 'success', icon: 'check' },
        findings: grave.slice(0, spelt).map(finding => findingMessage(finding, lang)),
        more: grave.length > spelt ? words.more({ count: grave.length - spelt }) : null,
      };
    }),
  };
}
