import { type work as kk } from '../kk/work.ts';
import { type Messages } from '../messages.ts';

export const work: Messages<typeof kk> = {
  title: 'Работа студента',
  ticket: 'Билет',
  ticketNumber: 'Номер билета',
  url: 'Ссылка на работу',
  urlHint: 'Адрес, который начинается с https://: файл, видео или страница в LMS.',
  answers: 'Ответы',
  answersHint: 'Текст можно написать или вставить сюда. Студент его не видит, видят только проверяющие.',
  edit: 'Записать работу студента',
};
