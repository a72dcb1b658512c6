import { type Finding } from '../../syllabus/index.ts';

/** One course as its department sees it. */
export interface CourseReport {
  readonly title: string;
  /** The number of the accepted version; null while there is none. */
  readonly version: number | null;
  readonly findings: readonly Finding[];
}

export interface SeverityCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export interface DepartmentReport {
  readonly courses: readonly CourseReport[];
  readonly totals: SeverityCounts & { readonly without: number; readonly clean: number };
  /** How many courses have a finding of each code, the most frequent first, with one of them. */
  readonly codes: readonly { readonly example: Finding; readonly courses: number }[];
}

export function countsOf(findings: readonly Pick<Finding, 'severity'>[]): SeverityCounts {
  const count = (severity: Finding['severity']): number =>
    findings.filter(one => one.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}

/** Courses with the most errors first, then warnings; those without a syllabus after those that have faults. */
export function reportOf(courses: readonly CourseReport[]): DepartmentReport {
  const rank = ({ version, findings }: CourseReport): number => {
    const { errors, warnings } = countsOf(findings);
    if (errors + warnings > 0) return 1_000_000 - errors * 1_000 - warnings;
    return version === null ? 1_000_001 : 1_000_002;
  };
  const sorted = [...courses].sort((a, b) => rank(a) - rank(b));
  const sums = countsOf(courses.flatMap(({ findings }) => findings));
  const codes = new Map<Finding['code'], { example: Finding; courses: number }>();
  for (const { findings } of courses) {
    const own = new Map(findings.map(one => [one.code, one]));
    for (const [code, example] of own) {
      const known = codes.get(code);
      codes.set(code, { example: known?.example ?? example, courses: (known?.courses ?? 0) + 1 });
    }
  }
  return {
    courses: sorted,
    totals: {
      ...sums,
      without: courses.filter(({ version }) => version === null).length,
      clean: courses.filter(one => rank(one) === 1_000_002).length,
    },
    codes: [...codes.values()].sort((a, b) => b.courses - a.courses),
  };
}
