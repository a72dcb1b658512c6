import type { review as kk } from '../kk/review.ts';
import { type Messages } from '../messages.ts';

export const review: Messages<typeof kk> = {
  missing: {
    student: {
      title: 'Этот студент в курсе не найден',
      text: 'Человека, которого назвала LMS, нет среди студентов, известных Tirek. Возможно, он только что записан на курс или у него не роль студента. Попробуйте обновить список на странице «Студенты».',
    },
    column: {
      title: 'Этот столбец заполняет не Tirek',
      text: 'Оценка в этом столбце журнала LMS пришла не из панели оценивания Tirek, поэтому показать работу за ней нельзя.',
    },
  },
  openPanel: 'Открыть панель этого студента',
  openList: 'Открыть список оценивания',
};
