import { mapForm } from './mapForm.ts';

/** The SPOC/MOOC integration map: its pages, its findings, and its official form. */
export const moocmap = {
  title: 'Интеграция картасы',
  name: 'SPOC/MOOC интеграция картасы',
  lead: 'Онлайн курстардың осы пәнмен қалай біріктірілетіні: сәйкестігі, моделі және апталық кестесі.',
  planTitle: 'Онлайн курстар',
  planLead: 'Әр аптада қай онлайн курста не істеу керек.',
  none: 'Интеграция картасы әлі бекітілген жоқ',
  noneText: 'Карта келісіліп бекітілгеннен кейін осы жерде апталық жоспар пайда болады.',
  noneAuthorText:
    'Картаны пәннен толтырып бастаңыз немесе дайын нысанды жүктеңіз. Кесте, сағаттар мен тақырыптар қабылданған силлабустан алынады.',
  begin: 'Карта бастау',
  revise: 'Жаңа нұсқа бастау',
  upload: 'Толтырылған нысанды жүктеу',
  file: 'Интеграция картасының файлы',
  fileHint: 'Word (.docx), PDF, Excel немесе мәтін (.txt). Файлды осында сүйреңіз немесе таңдаңыз.',
  read: 'Оқу',
  noFile: 'Файл таңдалмаған.',
  notMap: 'Бұл файлдан интеграция картасының нысаны табылмады.',
  drafts: 'Жобалар',
  draftOf: (p: { at: string }) => `Соңғы өзгеріс: ${p.at}`,
  draftTitle: 'Картаның жобасы',
  published: 'Бекітілген карта',
  version: (p: { version: number }) => `${p.version}-нұсқа`,
  openVersion: 'Нұсқаны ашу',
  changesSince: (p: { version: number }) => `${p.version}-нұсқадан айырмасы`,
  firstVersion: 'Бұл – алғашқы нұсқа, салыстыратын алдыңғы нұсқа жоқ.',
  noChanges: 'Мазмұнында айырма жоқ.',
  forms: 'Ресми нысаны',
  formsHint: '1-қосымша түрінде: қол қою жолдарымен және нұсқа нөмірімен.',
  blankForm: 'Бос нысан',
  approval: 'Келісу',
  openApproval: 'Келісу барысын ашу',
  waits: (p: { role: string; since: string }) =>
    `Кімнің шешімі күтілуде: ${p.role}. Күту басталды: ${p.since}`,
  ended: (p: { since: string }) => `Соңғы шешім: ${p.since}`,
  reopened: 'Бекітілгеннен кейін өзгеріс енгізілді: жаңа нұсқа жобада, ол қайта келісуден өтеді.',
  changedSince: 'Жоба келісуге жіберілгеннен кейін өзгерді: оны кері алып, қайта жіберу керек.',
  submitNote:
    'Бағдарлама көшбасшысы мен онлайн білім беру бөлімінің директоры келіскеннен кейін карта өздігінен жарияланады.',
  submitBlocked: 'Келісуге жіберу үшін алдымен қателерді түзетіңіз.',
  discard: 'Жобаны жою',
  discardConfirm: 'Жобаны жоясыз ба?',
  discardText: 'Бекітілген нұсқалар сақталады, тек осы жоба жойылады.',
  save: 'Сақтау',
  notices: {
    begun: 'Жоба дайын. Бос өрістерді толтырыңыз.',
    saved: 'Сақталды.',
    read: 'Файл оқылды. Әр бөлімді тексеріңіз.',
    discarded: 'Жоба жойылды.',
    followed: 'Апталар, тақырыптар мен сағаттар күнтізбеден алынды.',
    registered: 'Тіркелгеніңіз белгіленді.',
    done: 'Белгіленді.',
    conflict:
      'Осы арада жобаны басқа адам өзгертті, сондықтан сіздің өзгерісіңіз сақталған жоқ. Төменде сіз жазған мәндер тұр: қазіргі күйімен салыстырып, қайта сақтаңыз.',
  },
  live: {
    others: 'Сақталды. Картаны басқа адам да өзгертті: жалғастырмас бұрын бетті жаңартыңыз.',
  },
  conflictNow: 'Қазір сақталған мәндер',
  wrong: {
    percent: '0-ден 100-ге дейінгі сан жазыңыз.',
    address: 'Толық сілтеме жазыңыз, мысалы: https://moocs.kz/course.',
    module: 'Модульдің нөмірін санмен жазыңыз.',
    model: 'Бір модельді таңдаңыз.',
    long: 'Мәтін тым ұзын: 2000 таңбаға дейін.',
  },
  findings: 'Тексеру нәтижелері',
  findingsNone: 'Қайшылық табылмады.',
  parts: {
    selection: '1-бөлім. Пән туралы',
    moocs: '1–2-бөлім. Онлайн курстар және сәйкестігі',
    outcomes: '2-бөлім. Оқыту нәтижелері бойынша сәйкестік',
    model: '3-бөлім. Интеграция моделі',
    schedule: '4-бөлім. Кесте',
  },
  fields: {
    course: 'Пәннің атауы',
    workload: 'Еңбек сыйымдылығы (сағат / кредит)',
    studyMode: 'Оқыту нысаны',
    level: 'Білім деңгейі',
    language: 'Оқыту тілі',
    semester: 'Семестр',
    attestation: 'Аттестаттау нысаны',
    department: 'Кафедра',
    title: 'Онлайн курстың атауы',
    url: 'Сілтеме',
    percent: 'Сәйкестігі',
    reason: 'Негіздемесі',
    model: 'Модель',
    week: 'Апта',
    topic: 'Тақырып',
    hours: 'Сағат',
    tasks: 'Тапсырмалар',
    assessment: 'Білімді бағалау',
    mode: 'Өткізу нысаны',
    platform: 'Платформа',
    mooc: 'Онлайн курс',
    module: 'Курс модулі',
    replaces: 'Аудиториялық сабақтың орнына',
    counts: 'Нәтижесі бағаға есептеледі',
  },
  yes: 'иә',
  hints: {
    studyMode: 'Мысалы: күндізгі, қысқартылған.',
    level: 'Мысалы: бакалавриат, магистратура.',
    department: 'Ресми нысанда мұндай жол жоқ. ЖАОК орталығы пайдалануды осы атау бойынша санайды.',
  },
  noMoocs: 'Онлайн курс таңдалмаған.',
  addByHand: 'Қолмен қосу',
  removeMooc: 'Алып тастау',
  removeMoocOf: (p: { mooc: string }) => `Алып тастау: ${p.mooc}`,
  fromRegistry: 'Тізілімнен',
  search: 'Тізілімнен іздеу',
  searchHint: 'Атауы, платформасы немесе авторы бойынша.',
  find: 'Табу',
  add: 'Қосу',
  addOf: (p: { mooc: string }) => `Картаға қосу: ${p.mooc}`,
  nothingFound: 'Тізілімнен ештеңе табылмады.',
  outcomesHint:
    'Әр оқыту нәтижесін онлайн курс қаншалықты қамтитынын пайызбен көрсетіп, негіздемесін жазыңыз. Әр курстың пайызы өз алдына бөлек.',
  noOutcomes: 'Силлабуста оқыту нәтижелері жоқ немесе онлайн курс таңдалмаған.',
  percentOf: (p: { code: string; mooc: string }) => `${p.code}, ${p.mooc}: сәйкестігі, %`,
  reasonOf: (p: { code: string; mooc: string }) => `${p.code}, ${p.mooc}: негіздемесі`,
  modelChoice: 'Бір модельді таңдаңыз',
  noModel: 'Модель таңдалмаған',
  models: {
    1: {
      name: '1-модель. MOOC-қолдау',
      text: 'Сабақтар бұрынғыдай өтеді. Онлайн курс қосымша материал, «төңкерілген сынып» немесе БӨЖ ретінде беріледі; оның нәтижесі бағаға есептелмейді.',
    },
    2: {
      name: '2-модель. Аралас оқыту «+MOOC»',
      text: 'Аудиториялық сабақтардың бір бөлігін, негізінен дәрістерді, онлайн курс алмастырады. Бағаны сабақтағы бақылау береді; курстың нәтижесі тек көрсетіледі.',
    },
    3: {
      name: '3-модель. Аралас оқыту «MOOC+»',
      text: 'Сабақтардың бір бөлігі сақталады, ал онлайн курстың нәтижесі ағымдағы және қорытынды бақылауда бағаға айналады. Кестеде қай жолдың бағасы курстан алынатыны көрсетіледі.',
    },
  },
  followCalendar: 'Күнтізбемен теңестіру',
  followCalendarHint:
    'Апталар, тақырыптар мен сағаттар күнтізбеден қайта алынады; жолдарға жазғаныңыз сақталады.',
  fill: 'Бірден толтыру',
  fillHint: 'Бір түрдегі сабақтарға бір онлайн курсты тағайындау.',
  fillKind: 'Сабақ түрі',
  fillFrom: 'Аптадан',
  fillTo: 'Аптаға дейін',
  fillDo: 'Толтыру',
  week: (p: { week: number }) => `${p.week}-апта`,
  noWeek: 'Аптасы жоқ жолдар',
  weekSummary: (p: { rows: number; used: number }) => `жолдар: ${p.rows}, онлайн курспен: ${p.used}`,
  saveWeek: (p: { week: string }) => `Сақтау: ${p.week}`,
  noMooc: 'онлайн курссыз',
  noMode: 'көрсетілмеген',
  modes: { synchronous: 'Синхронды', asynchronous: 'Асинхронды', classroom: 'Аудиториялық' },
  languages: { kk: 'қазақ тілі', ru: 'орыс тілі', en: 'ағылшын тілі', other: 'басқа тіл' },
  filled: {
    exam: 'емтихан',
    languages: { kk: 'қазақ', ru: 'орыс', en: 'ағылшын' },
    midtermConsultation: 'Аралық бақылау бойынша кеңес',
    finalConsultation: 'Емтихан бойынша кеңес',
  },
  steps: {
    register: 'Онлайн курсқа тіркелу',
    registerLead:
      'Барлық студент картадағы әр онлайн курсқа тіркеледі. Курсты ашып, тіркеліңіз, содан кейін осында белгілеңіз.',
    openCourse: 'Курсты ашу',
    opensNew: '(жаңа бетте)',
    address: 'Курста қолданған электрондық поштаңыз',
    addressHint: 'Нәтижеңізді тану үшін қажет. Оны тек оқытушы көреді.',
    addressWrong: 'Электрондық пошта мекенжайын толық жазыңыз.',
    registered: 'Мен тіркелдім',
    registeredOf: (p: { mooc: string }) => `Мен тіркелдім: ${p.mooc}`,
    registeredOn: (p: { date: string }) => `Тіркелген күні: ${p.date}`,
    changeAddress: 'Мекенжайды өзгерту',
    notRegistered: 'Тіркелмеген',
    plan: 'Апталық жоспар',
    progress: 'Орындалуы',
    progressOf: (p: { done: number; all: number }) => `Орындалған тапсырмалар: ${p.done} / ${p.all}`,
    markDone: 'Орындалды деп белгілеу',
    markDoneOf: (p: { row: string }) => `Орындалды деп белгілеу: ${p.row}`,
    undo: 'Белгіні алу',
    undoOf: (p: { row: string }) => `Белгіні алу: ${p.row}`,
    done: 'Орындалды',
    late: 'Мерзімі өтті',
    due: (p: { date: string }) => `Мерзімі: ${p.date}`,
    counts: 'Бағаға есептеледі',
    replaces: 'Сабақтың орнына',
    module: (p: { number: number }) => `${p.number}-модуль`,
    thisWeek: 'Осы апта',
    ownWord: 'Белгілерді студент өзі қояды; курстың нәтижесін оқытушы бөлек тексереді.',
  },
  learners: {
    title: 'Онлайн курсқа тіркелу және барысы',
    lead: 'Кім тіркелді, кім кестеден қалып келеді. Тіркелгені мен орындағанын студенттер өздері белгілейді, нәтижесі платформаның файлынан алынады.',
    open: 'Студенттердің барысы',
    student: 'Студент',
    done: 'Орындалғаны',
    late: 'Кешіккені',
    behind: 'Қалып келеді',
    onTime: 'Кесте бойынша',
    count: (p: { registered: number; all: number }) =>
      `Барлық курсқа тіркелгендер: ${p.registered} / ${p.all}`,
    countBehind: (p: { count: number }) => `Қалып келе жатқандар: ${p.count}`,
    none: 'Курста студент жоқ.',
  },
  results: {
    come: 'Нәтиже алынды',
    percent: (p: { percent: string }) => `Нәтижесі: ${p.percent}`,
    completed: 'Курс аяқталды',
    below: 'Өту шегіне жетпеген',
    none: 'Нәтиже әлі алынған жоқ',
  },
  delays: {
    unregistered: 'Мерзімі өтті, тіркелмеген',
    'no-result': 'Мерзімі өтті, нәтижесі жоқ',
    tasks: 'Мерзімі өткен тапсырма бар',
  },
  messages: {
    'model-none': () => 'Модель таңдалмаған: үшеуінің біреуін ғана қалдыру керек.',
    'model-replaces': (p: { rows: string }) =>
      `1-модельде онлайн курс сабақты алмастырмайды, бірақ мына жолдар сабақтың орнына деп белгіленген: ${p.rows}.`,
    'model-counts': (p: { model: number; rows: string }) =>
      `${p.model}-модельде курстың нәтижесі бағаға есептелмейді, бірақ мына жолдарда есептеледі деп белгіленген: ${p.rows}.`,
    'model-no-replaced': () => '2-модель таңдалған, бірақ онлайн курс бірде-бір сабақты алмастырмайды.',
    'model-no-counts': () =>
      '3-модель таңдалған, бірақ онлайн курстың нәтижесі бағаға есептелетін бірде-бір жол жоқ.',
    'counts-no-points': (p: { row: string }) =>
      `${p.row}: курстың нәтижесі есептеледі деп белгіленген, бірақ силлабуста бұл жолға балл берілмейді.`,
    'mooc-none': () => 'Онлайн курс таңдалмаған.',
    'mooc-untitled': (p: { mooc: string }) => `${p.mooc}: атауы жазылмаған.`,
    'mooc-twice': (p: { mooc: string; other: string }) =>
      `Бір онлайн курс екі рет жазылған: ${p.other} және ${p.mooc}.`,
    'mooc-unused': (p: { mooc: string }) => `${p.mooc}: кестенің бірде-бір жолында қолданылмайды.`,
    'mooc-retired': (p: { mooc: string }) =>
      `${p.mooc}: тізілімде қолданыстан шығарылған. Басқа курс таңдап, картаны қайта келісіңіз.`,
    'mooc-renewal': (p: { mooc: string }) => `${p.mooc}: жаңарту мерзімі келген.`,
    'mooc-not-approved': (p: { mooc: string }) => `${p.mooc}: тізілімде әлі бекітілмеген.`,
    'mooc-gone': (p: { mooc: string }) => `${p.mooc}: тізілімнен табылмады.`,
    'link-missing': (p: { mooc: string }) => `${p.mooc}: сілтемесі жоқ.`,
    'link-bad': (p: { what: string; url: string }) =>
      `${p.what}: сілтеме ашылмайды, жазылуын тексеріңіз (${p.url}).`,
    'match-missing': (p: { mooc: string }) => `${p.mooc}: сәйкестік пайызы көрсетілмеген.`,
    'match-range': (p: { mooc: string; percent: number }) =>
      `${p.mooc}: сәйкестік ${p.percent} % деп жазылған, ол 0 мен 100 аралығында болуы керек.`,
    'match-outcome': (p: { mooc: string; codes: string }) =>
      `${p.mooc}: мына оқыту нәтижелері бойынша сәйкестік жазылмаған: ${p.codes}.`,
    'match-reason': (p: { mooc: string; code: string }) => `${p.mooc}, ${p.code}: пайыздың негіздемесі жоқ.`,
    'match-unknown-outcome': (p: { code: string }) => `Силлабуста мұндай оқыту нәтижесі жоқ: ${p.code}.`,
    language: (p: { mooc: string; own: string; course: string }) =>
      `${p.mooc}: курстың тілі – ${p.own}, ал пәннің оқыту тілі – ${p.course}.`,
    'workload-credits': (p: { hours: number; credits: number; expected: number }) =>
      `Еңбек сыйымдылығы: ${p.credits} кредит ${p.expected} сағатқа тең, ал ${p.hours} сағат деп жазылған.`,
    'workload-course': (p: { credits: number; course: number }) =>
      `Картада ${p.credits} кредит, ал силлабуста ${p.course} кредит.`,
    'workload-mooc': (p: { hours: number; course: number }) =>
      `Онлайн курстардың сағаты (${p.hours}) пәннің бүкіл сағатынан (${p.course}) артық.`,
    'mooc-hours': (p: { mooc: string; hours: number; modules: number }) =>
      `${p.mooc}: жалпы ${p.hours} сағат, ал модульдерінің қосындысы ${p.modules} сағат.`,
    'mooc-credits': (p: { mooc: string; hours: number; credits: number }) =>
      `${p.mooc}: ${p.hours} сағат ${p.credits} кредитке сыймайды.`,
    'hours-blank': (p: { count: number }) => `Сағаты жазылмаған сабақтар саны: ${p.count}.`,
    'hours-calendar': (p: { row: string; hours: number; calendar: number }) =>
      `${p.row}: картада ${p.hours} сағат, күнтізбеде ${p.calendar} сағат.`,
    'week-outside': (p: { row: string; week: number; last: number }) =>
      `${p.row}: ${p.week}-апта көрсетілген, ал семестрде 1–${p.last}-апталар ғана бар.`,
    'week-order': (p: { row: string; week: number; before: number }) =>
      `${p.row}: ${p.week}-апта ${p.before}-аптадан кейін тұр.`,
    'row-missing': (p: { rows: string }) => `Күнтізбеде бар, картада жоқ жолдар: ${p.rows}.`,
    'row-extra': (p: { row: string }) => `${p.row}: силлабустың күнтізбесінде мұндай жол жоқ.`,
    'row-week': (p: { row: string; week: number; calendar: number }) =>
      `${p.row}: картада ${p.week}-апта, күнтізбеде ${p.calendar}-апта.`,
    consultation: (p: { what: string }) => `Алдында кеңес көрсетілмеген: ${p.what}.`,
    'module-unknown': (p: { row: string; module: number; mooc: string; last: number }) =>
      `${p.row}: ${p.module}-модуль көрсетілген, бірақ онлайн курстағы модульдер саны: ${p.last} (${p.mooc}).`,
    'module-dates': (p: {
      row: string;
      module: number;
      from: string;
      until: string;
      weekFrom: string;
      weekTo: string;
    }) =>
      `${p.row}: ${p.module}-модуль ${p.from}–${p.until} аралығында өтеді, ал бұл апта – ${p.weekFrom}–${p.weekTo}.`,
    'module-unscheduled': (p: { mooc: string; modules: string }) =>
      `${p.mooc}: мына модульдер кестеде жоқ: ${p.modules}.`,
    'schedule-empty': () =>
      'Кесте бос. Силлабус қабылданғаннан кейін «Күнтізбемен теңестіру» батырмасын басыңыз.',
  },
  form: mapForm,
};
