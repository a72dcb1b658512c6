import { type LaunchContext } from '../../web/context.ts';
import { formatInstant } from '../../kernel/dates.ts';
import { type GradebookRules } from './gradebookService.ts';
import { type Reader } from './gradebookWords.ts';
import { type StandingStatus } from './domain/row.ts';
import { type StudentStatus } from './statusStore.ts';

/** "W: Пәннен бас тартты"; the code alone where the policy does not have it any more. */
export function statusText(
  code: string,
  { policy }: Pick<GradebookRules, 'policy'>,
  { lang }: Pick<Reader, 'lang'>,
): string {
  const found = policy.statuses.find(status => status.code === code);
  return found === undefined ? code : `${code}: ${found.words[lang]}`;
}

/** What a student reads of a status, and what follows from it; null: there is none. */
export function statusNote(
  status: StandingStatus | null,
  rules: GradebookRules,
  reader: Reader,
): string | null {
  if (status === null) return null;
  const { counts, replaces } = reader.t.policy.words;
  return `${statusText(status.code, rules, reader)} (${status.counts ? counts : replaces})`;
}

/** The card where a teacher gives a status; null where the policy has none and none was given. */
export function statusCard(
  { t, lang, base, actor }: LaunchContext,
  facts: {
    readonly personId: string;
    readonly status: StudentStatus | null;
    readonly rules: GradebookRules;
    readonly nameOf: (personId: string) => string;
  },
) {
  const { personId, status, rules, nameOf } = facts;
  const known = rules.policy.statuses;
  if (known.length === 0 && status === null) return null;
  const words = t.policy.statuses;
  const now = status?.code ?? '';
  return {
    now: now === '' ? words.none : statusText(now, rules, { lang }),
    form: actor.can('grades.release')
      ? {
          action: `${base}/gradebook/${personId}/status`,
          rev: String(status?.rev ?? 0),
          code: {
            id: 'status-code',
            name: 'code',
            label: words.choose,
            type: 'select',
            options: [
              { value: '', text: words.none, selected: now === '' },
              ...known.map(({ code }) => ({
                value: code,
                text: statusText(code, rules, { lang }),
                selected: code === now,
              })),
            ],
          },
          reason: {
            id: 'status-reason',
            name: 'reason',
            label: words.reason,
            required: true,
            maxLength: 500,
          },
        }
      : null,
    history: (status?.events ?? []).toReversed().map(({ code, reason, by, at }) => ({
      at: formatInstant(at, rules.timeZone),
      by: nameOf(by),
      text: `${code === '' ? words.taken : statusText(code, rules, { lang })}. ${reason}`,
    })),
  };
}
