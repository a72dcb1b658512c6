/** What a student handed in, beside the rubric. */
export const work = {
  title: 'Студенттің жұмысы',
  ticket: 'Билет',
  ticketNumber: 'Билет нөмірі',
  url: 'Жұмысқа сілтеме',
  urlHint: 'https:// деп басталатын мекенжай: файл, бейне немесе LMS-тегі бет.',
  answers: 'Жауаптары',
  answersHint: 'Мәтінді осында жазуға немесе қоюға болады. Студент оны көрмейді, тек бағалаушылар көреді.',
  edit: 'Студенттің жұмысын жазу',
};
