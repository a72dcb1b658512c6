import { type IsoDate } from '../../../kernel/dates.ts';

export const stateHolidays = [
  'new-year',
  'christmas',
  'women',
  'nauryz',
  'unity',
  'defenders',
  'victory',
  'capital',
  'constitution',
  'republic',
  'independence',
] as const;
export type StateHoliday = (typeof stateHolidays)[number];

/** Month and day of each (Law on holidays in the Republic of Kazakhstan, in the wording in force since 2022). */
const days: Record<StateHoliday, readonly [from: string, until: string]> = {
  'new-year': ['01-01', '01-02'],
  christmas: ['01-07', '01-07'],
  women: ['03-08', '03-08'],
  nauryz: ['03-21', '03-23'],
  unity: ['05-01', '05-01'],
  defenders: ['05-07', '05-07'],
  victory: ['05-09', '05-09'],
  capital: ['07-06', '07-06'],
  constitution: ['08-30', '08-30'],
  republic: ['10-25', '10-25'],
  independence: ['12-16', '12-16'],
};

/** The state holidays with a fixed day between two days. Kurban Ait and transfers are announced each year. */
export function stateHolidaysBetween(
  from: IsoDate,
  until: IsoDate,
): { holiday: StateHoliday; from: IsoDate; until: IsoDate }[] {
  const years = Array.from(
    { length: Number(until.slice(0, 4)) - Number(from.slice(0, 4)) + 1 },
    (_, n) => Number(from.slice(0, 4)) + n,
  );
  return years
    .flatMap(year =>
      stateHolidays.map(holiday => ({
        holiday,
        from: `${year}-${days[holiday][0]}`,
        until: `${year}-${days[holiday][1]}`,
      })),
    )
    .filter(one => one.until >= from && one.from <= until)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}
