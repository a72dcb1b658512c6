import { type department as kk } from '../kk/department.ts';
import { type Messages } from '../messages.ts';

export const department: Messages<typeof kk> = {
  title: 'Отчёт по силлабусам',
  lead: 'Принятые силлабусы всех курсов этой платформы и противоречия в них.',
  open: 'Отчёт по силлабусам',
  summary: 'Сводка',
  courses: 'Курсы',
  without: 'Без силлабуса',
  clean: 'Без противоречий',
  errors: 'Ошибки',
  warnings: 'Предупреждения',
  finding: 'Замечание (пример)',
  inCourses: 'Курсов',
  course: 'Курс',
  state: 'Состояние',
  untitled: 'Курс без названия',
  noSyllabus: 'Нет силлабуса',
  hasErrors: 'Есть ошибки',
  hasWarnings: 'Есть предупреждения',
  isClean: 'Противоречий нет',
  show: 'Показать замечания',
  none: 'С этой платформы ещё не открыт ни один курс.',
  version: p => `Версия: ${p.version}`,
  more: p => `Ещё: ${p.count}`,
};
