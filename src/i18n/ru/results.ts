import { type results as kk } from '../kk/results.ts';
import { type Messages } from '../messages.ts';

export const results: Messages<typeof kk> = {
  title: 'Мои результаты',
  lead: 'Итоговый контроль',
  notYetTitle: 'Результат ещё не опубликован',
  notYet: 'Когда преподаватель опубликует оценку, она появится здесь вместе с критериями и комментарием.',
  result: 'Результат',
  releasedAt: p => `Опубликовано: ${p.at}`,
  comment: 'Комментарий преподавателя',
  criteria: 'По критериям',
  yours: 'Ваш уровень',
  percent: p => `${p.percent} %`,
  how: 'Как это вычислено',
  steps: {
    given: 'Процент за каждый критерий',
    sum: 'Сумма процентов',
    mean: p => `Сумма, делённая на число критериев (${p.count})`,
    round: {
      'half-up': 'Округление до целого: половина балла вверх',
      'half-even': 'Округление до целого: половина балла к чётному числу',
      'half-down': 'Округление до целого: половина балла вниз',
      down: 'Округление до целого вниз',
    },
    scale: p => `По шкале ${p.min}–${p.max} баллов`,
  },
};
