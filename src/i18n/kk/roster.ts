/** The class: who is in the course, and how fresh that knowledge is. */
export const roster = {
  title: 'Студенттер',
  lead: (p: { students: number }) => `Студенттер саны: ${p.students}`,
  nameless: (p: { number: number }) => `Студент ${p.number}`,
  columns: { name: 'Аты-жөні', role: 'Рөлі', state: 'Күйі', lastLaunch: 'Tirek-ке соңғы кіруі' },
  roles: {
    instructor: 'Оқытушы',
    assistant: 'Ассистент',
    learner: 'Студент',
    mentor: 'Тәлімгер',
    guest: 'Қонақ',
  },
  active: 'Курста',
  inactive: 'Курстан шыққан',
  never: 'кірген жоқ',
  launchOnly: 'LMS мүшелер тізімін бермейді, сондықтан мұнда Tirek-ті өзі ашқан адамдар ғана көрсетілген.',
  neverRead: 'Мүшелер тізімі LMS-тен әлі оқылған жоқ.',
  lastGood: (p: { at: string }) => `Тізім LMS-тен оқылған уақыт: ${p.at}.`,
  failed: (p: { at: string }) => `Тізімді ${p.at} оқу сәтсіз болды, бұрынғы тізім сақталды.`,
  sync: 'Тізімді LMS-тен жаңарту',
  synced: 'Мүшелер тізімі жаңартылды.',
  reading: 'Тізім қазір LMS-тен оқылып жатыр. Оқу аяқталғанда нәтижесі осы бетте көрсетіледі.',
  lookAgain: 'Қайта қарау',
  failures: {
    retry: 'LMS уақытша жауап бермеді. Біраздан кейін қайталап көріңіз.',
    'needs-administrator':
      'LMS бұл тізімге рұқсат бермеді. Әкімшіден Tirek тіркеліміне мүшелер қызметін (NRPS) қосуды сұраңыз.',
    unreadable: 'LMS жіберген тізімді түсіну мүмкін болмады немесе онда ешкім жоқ. Әкімшіге хабарлаңыз.',
  },
  emptyTitle: 'Әзірге ешкім жоқ',
  emptyText: 'Студенттер Tirek-ті курс бетінен ашқанда осы жерде пайда болады.',
};
