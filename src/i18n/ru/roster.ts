import { type roster as kk } from '../kk/roster.ts';
import { type Messages } from '../messages.ts';

export const roster: Messages<typeof kk> = {
  title: 'Студенты',
  lead: p => `Студентов: ${p.students}`,
  nameless: p => `Студент ${p.number}`,
  columns: { name: 'Имя', role: 'Роль', state: 'Состояние', lastLaunch: 'Последний вход в Tirek' },
  roles: {
    instructor: 'Преподаватель',
    assistant: 'Ассистент',
    learner: 'Студент',
    mentor: 'Наставник',
    guest: 'Гость',
  },
  active: 'В курсе',
  inactive: 'Выбыл из курса',
  never: 'не входил',
  launchOnly: 'LMS не даёт списка участников, поэтому здесь только те, кто сам открывал Tirek.',
  neverRead: 'Список участников ещё не прочитан из LMS.',
  lastGood: p => `Список прочитан из LMS: ${p.at}.`,
  failed: p => `${p.at} прочитать список не удалось, сохранён прежний.`,
  sync: 'Обновить список из LMS',
  synced: 'Список участников обновлён.',
  reading: 'Список сейчас читается из LMS. Чем это кончится, будет видно на этой странице.',
  lookAgain: 'Посмотреть ещё раз',
  failures: {
    retry: 'LMS временно не ответила. Повторите немного позже.',
    'needs-administrator':
      'LMS не дала доступа к списку. Попросите администратора включить для Tirek службу участников (NRPS).',
    unreadable: 'Присланный LMS список не удалось понять, или в нём никого нет. Сообщите администратору.',
  },
  emptyTitle: 'Пока никого нет',
  emptyText: 'Студенты появятся здесь, когда откроют Tirek со страницы курса.',
};
