import { type grading as kk } from '../kk/grading.ts';
import { type Messages } from '../messages.ts';

export const grading: Messages<typeof kk> = {
  labels: {
    excellent: 'Отлично',
    good: 'Хорошо',
    satisfactory: 'Удовлетворительно',
    unsatisfactory: 'Неудовлетворительно',
  },
  statuses: {
    passed: 'Сдано',
    fx: 'Пересдача экзамена',
    failed: 'Повторное изучение дисциплины',
    'not-admitted': 'Нет допуска к экзамену',
  },
  reasons: {
    'midterm-below-threshold': 'Балл рубежного контроля ниже установленного порога',
    'midterm-mean-below-threshold': 'Средний балл рубежных контролей ниже установленного порога',
    'exam-below-threshold': 'Балл за экзамен ниже установленного порога',
  },
};
