import { catalogueOf, type Lang } from '../../../i18n/index.ts';
import { type Finding, type FindingCode, type FindingParams } from './finding.ts';

type MessageOf = { readonly [Code in FindingCode]: (params: FindingParams[Code]) => string };

/** A finding in words. */
export function findingMessage(finding: Finding, lang: Lang): string {
  const messages: MessageOf = catalogueOf(lang).findings;
  const message = messages[finding.code] as (params: Finding['params']) => string;
  return message(finding.params);
}
