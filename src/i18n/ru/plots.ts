import { type plots as kk } from '../kk/plots.ts';
import { type Messages } from '../messages.ts';

export const plots: Messages<typeof kk> = {
  distribution: 'Распределение результатов',
  distributionLead: 'Нажмите на столбец, чтобы открыть список работ с такими результатами.',
  bin: p => `Результат ${p.range}: ${p.count}. Открыть список`,
  severity: 'Строгость проверяющих',
  severityLead:
    'На сколько процентов среднее проверяющего отличается от среднего остальных: влево – строже, вправо – мягче.',
  severityNone: 'Для сравнения нужно хотя бы по пять работ у двух проверяющих.',
  severityOf: p => `${p.name}: разница с остальными ${p.difference} процентов`,
  difference: 'Разница, %',
  drift: 'Изменение со временем',
  driftLead: 'Среднее по работам в том порядке, в котором их проверяли; пунктир – собственное среднее.',
  driftOf: p => `${p.name}, средние по порядку: ${p.means}`,
  ownMean: p => `среднее ${p.mean}`,
  table: p => `В виде таблицы: ${p.name}`,
  works: 'По порядку',
  when: 'Время',
  look: 'Посмотрите ещё раз',
  outliers: 'Работы, на которые стоит взглянуть ещё раз',
  outliersLead: 'Результат далеко от среднего своего проверяющего. Это не значит, что он ошибочный.',
  graderMean: 'Среднее проверяющего',
  shown: p => `Показаны: ${p.what}`,
  results: p => `результаты ${p.from}–${p.to}`,
  judgedBy: p => `проверил(а): ${p.name}`,
  between: p => `${p.since} – ${p.until}`,
  all: 'Показать все',
};
