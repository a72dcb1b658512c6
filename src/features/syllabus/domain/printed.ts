import { type Lang } from '../../../i18n/index.ts';
import { type Finding, type FindingCode, type Severity } from './finding.ts';
import { findingMessage } from './findingMessage.ts';
import { type IntegrationMap } from './map/types.ts';
import { type Syllabus } from './types.ts';

export interface PrintedFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly path: string;
  readonly message: string;
}

/** What `tirek import --json` prints: what was understood, and the findings in words. */
export type PrintedSyllabus = Syllabus & { readonly findings: PrintedFinding[] };
export type PrintedMap = IntegrationMap & { readonly findings: PrintedFinding[] };

export function printedSyllabus(
  syllabus: Syllabus,
  findings: readonly Finding[],
  lang: Lang,
): PrintedSyllabus {
  return { ...syllabus, findings: inWords(findings, lang) };
}

export function printedMap(map: IntegrationMap, findings: readonly Finding[], lang: Lang): PrintedMap {
  return { ...map, findings: inWords(findings, lang) };
}

function inWords(findings: readonly Finding[], lang: Lang): PrintedFinding[] {
  return findings.map(finding => ({
    code: finding.code,
    severity: finding.severity,
    path: finding.path,
    message: findingMessage(finding, lang),
  }));
}
