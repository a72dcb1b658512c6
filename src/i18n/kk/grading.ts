import { commission } from './commission.ts';
import { fairness } from './fairness.ts';
import { groups } from './groups.ts';
import { plots } from './plots.ts';
import { rubrics } from './rubrics.ts';
import { work } from './work.ts';

/** Words of grading: the scale's labels, what a result decides and why; the list, the panel, the release. */
export const grading = {
  labels: {
    excellent: 'Өте жақсы',
    good: 'Жақсы',
    satisfactory: 'Қанағаттанарлық',
    unsatisfactory: 'Қанағаттанарлықсыз',
  },
  statuses: {
    passed: 'Тапсырылды',
    fx: 'Емтихан қайта тапсырылады',
    failed: 'Пән қайта оқылады',
    'not-admitted': 'Емтиханға жіберілмеді',
  },
  reasons: {
    'midterm-below-threshold': 'Аралық бақылау балы белгіленген шектен төмен',
    'midterm-mean-below-threshold': 'Аралық бақылаулардың орташа балы белгіленген шектен төмен',
    'exam-below-threshold': 'Емтихан балы белгіленген шектен төмен',
  },
  hiddenName: (p: { number: string }) => `Жұмыс № ${p.number}`,
  title: 'Бағалау',
  assessment: 'Қорытынды бақылау',
  list: {
    lead: (p: { released: number; students: number }) =>
      `Қорытынды бақылау. Жарияланғаны: ${p.released} / ${p.students}`,
    all: 'Барлығы',
    columns: {
      choose: 'Таңдау',
      name: 'Студент',
      state: 'Күйі',
      result: 'Нәтиже',
      lms: 'LMS журналы',
      changed: 'Соңғы өзгеріс',
    },
    choose: (p: { name: string }) => `Таңдау: ${p.name}`,
    begin: 'Бағалауды бастау',
    goOn: 'Бағалауды жалғастыру',
    left: 'Курстан шыққан',
    emptyTitle: 'Әзірге студент жоқ',
    emptyText: 'Студенттер LMS тізімінен немесе Tirek-ті алғаш ашқанда осында қосылады.',
    emptyFilter: 'Мұндай күйдегі студент жоқ.',
    filter: 'Күйі бойынша',
  },
  states: {
    'not-started': 'Басталмаған',
    'in-progress': 'Толық емес',
    ready: 'Жариялауға дайын',
    released: 'Жарияланған',
    changed: 'Жарияланған соң өзгерген',
  },
  release: {
    ready: 'Дайын бағаларды жариялау',
    chosen: 'Таңдалғандарын жариялау',
    one: 'Жариялау',
    title: 'Бағалар жариялансын ба?',
    titleOne: 'Баға жариялансын ба?',
    text: (p: { count: number }) =>
      `Жарияланған бағаны студент көреді және ол LMS журналына жіберіледі. Жариялауға дайын бағалар саны: ${p.count}.`,
    textChosen: 'Таңдалған студенттердің толық бағалары жарияланып, LMS журналына жіберіледі.',
    textOne: 'Бағаны студент көреді және ол LMS журналына жіберіледі.',
    confirm: 'Жариялау',
    done: (p: { count: number }) => `Жарияланған бағалар саны: ${p.count}.`,
    incomplete: (p: { count: number }) =>
      `Толық бағаланбағандықтан жарияланбағандары: ${p.count}. Олардың жобасы сақтаулы.`,
    notAgreed: (p: { count: number }) => `Екі бағалаушы келіспегендіктен жарияланбағандары: ${p.count}.`,
    youAreSecond:
      'Сіз екінші бағалаушысыз: бірінші бағалаушының бағалары сізге көрінбейді, сіздікі оған көрінбейді.',
    youTaught:
      'Сіз осы студенттерге сабақ бергенсіз, сондықтан қорытынды бақылауды басқа бағалаушы бағалайды. Бағалардың тарихы ашық.',
    namesHidden: 'Аты-жөні жасырылған: студенттің орнында нөмір тұр. Баға жарияланғанда аты-жөні ашылады.',
    scheduled: (p: { at: string }) => `Дайын бағалар өздігінен жарияланатын уақыт: ${p.at}.`,
    wentOut: (p: { at: string; released: number; incomplete: number; notAgreed: number }) =>
      `Белгіленген уақытта (${p.at}) жарияланғаны: ${p.released}. Толық бағаланбағаны: ${p.incomplete}. Келісілмегені: ${p.notAgreed}.`,
    nothing: 'Жариялайтын жаңа баға табылмады.',
    noneChosen: 'Алдымен тізімнен кемінде бір студентті таңдаңыз.',
    notQueued:
      'Бағалар жарияланды және сақталды, бірақ LMS-ке жіберу кезегі қазір жауап бермеді. Олар біраздан кейін өздігінен жіберіледі.',
  },
  none: {
    title: 'Бағалайтын рубрика әлі жоқ',
    noSyllabus:
      'Рубрика силлабустан алынады. Силлабусты жүктеп, бекітіңіз: бағалау тақтасы содан кейін ашылады.',
    noRubric:
      'Бекітілген силлабуста қорытынды бақылаудың рубрикасы жоқ. Рубрикасы бар силлабусты жүктеңіз немесе бекітілгенін түзетіңіз.',
    unusableTitle: 'Бұл рубрика бойынша бағалауға болмайды',
    unusable: 'Силлабустағы рубриканы түзетіп, қайта бекітіңіз. Табылған қателер:',
    waiting: 'Оқытушы силлабусты бекіткеннен кейін бағалау осы жерде ашылады.',
    open: 'Силлабусқа өту',
    problems: {
      'no-criteria': 'Рубрикада бірде-бір критерий жоқ.',
      'bands-reversed': (p: { min: number; max: number }) =>
        `Деңгейдің шектері ауысып кеткен: ${p.min}–${p.max}.`,
      'bands-gap': (p: { min: number; max: number }) =>
        `Ешбір деңгейге кірмейтін пайыздар: ${p.min}–${p.max}.`,
      'bands-overlap': (p: { min: number; max: number }) =>
        `Екі деңгейге қатар кіретін пайыздар: ${p.min}–${p.max}.`,
      'descriptor-count': (p: { question: number; criterion: number }) =>
        `${p.question}-сұрақтың ${p.criterion}-критерийінде дескрипторлар саны деңгейлер санына тең емес.`,
      'weights-both':
        'Сұрақтардың да, критерийлердің де салмағы берілген. Салмақ не сұрақтарға, не критерийлерге беріледі.',
      'weight-missing': (p: { question: number; criterion: number | null }) =>
        p.criterion === null
          ? `${p.question}-сұрақтың салмағы жоқ, ал басқаларында бар.`
          : `${p.question}-сұрақтың ${p.criterion}-критерийінің салмағы жоқ, ал басқаларында бар.`,
      'weight-invalid': (p: { question: number; criterion: number | null }) =>
        p.criterion === null
          ? `${p.question}-сұрақтың салмағы дұрыс жазылмаған: 0-ден үлкен, 1000-нан аспайтын сан керек, үтірден кейін ең көбі екі цифр.`
          : `${p.question}-сұрақтың ${p.criterion}-критерийінің салмағы дұрыс жазылмаған: 0-ден үлкен, 1000-нан аспайтын сан керек, үтірден кейін ең көбі екі цифр.`,
    },
  },
  panel: {
    back: 'Студенттер тізімі',
    question: (p: { number: number }) => `${p.number}-сұрақ`,
    bands: (p: { criterion: string }) => `Деңгейі, критерий ${p.criterion}`,
    percent: 'Нақты пайыз',
    range: (p: { range: string }) => `${p.range} %`,
    side: 'Нәтиже және пікір',
    result: 'Нәтиже',
    resultMissing: 'Барлық критерий бағаланғанда есептеледі.',
    progress: 'Бағаланған критерийлер',
    comment: 'Пікір',
    commentHint: 'Баға жарияланғанда студентке көрінеді.',
    commentTooLong: (p: { max: number }) => `Пікір тым ұзын: ең көбі ${p.max} таңба.`,
    students: 'Студенттер',
    position: (p: { place: number | string; of: number | string }) => `${p.place} / ${p.of}`,
    save: 'Сақтау',
    next: 'Келесі студент',
    last: 'Бұл тізімдегі соңғы студент.',
    allGraded: 'Барлық студент толық бағаланған.',
    openElsewhere: (p: { name: string }) =>
      `Бұл жұмысты қазір ашып отырған: ${p.name}. Екеуіңіз де жазсаңыз, екі нұсқа да сақталады.`,
    fold: 'Дескрипторларды жасыру',
    notComplete: 'Бағаланбаған критерий бар.',
    cannotOpen: 'Байланыс жоқ: бұл студенттің бағасын әзірге ашу мүмкін емес. Қайталап көріңіз.',
    releasedAs: (p: { total: number; letter: string; at: string }) =>
      `Студентке жарияланғаны: ${p.total} (${p.letter}), ${p.at}.`,
    lastChange: (p: { name: string; at: string }) => `Соңғы өзгеріс: ${p.name}, ${p.at}.`,
    refreshed: 'Бұл баға басқа терезеде өзгертілді. Экранда жаңа нұсқасы тұр.',
    noScript: 'Сценарийсіз өзгерістер тек «Сақтау» батырмасымен сақталады.',
    status: {
      saved: (p: { time: string }) => `Сақталды, ${p.time}`,
      kept: 'Өзгеріс жоқ',
      saving: 'Сақталып жатыр',
      unsaved: 'Өзгеріс бар',
      faulty: 'Белгіленген өріс сақталмады',
      offline: 'Сақталмады: байланыс жоқ, кейін жіберіледі',
      conflict: 'Сақталмады: баға басқа жерде өзгертілген',
      ended:
        'Сақталмады: сеанс аяқталды. Tirek-ті LMS-тен қайта ашыңыз, енгізгеніңіз осы браузерде сақтаулы тұр.',
      refused: 'Сақталмады: сервер өзгерісті қабылдамады. Бетті жаңартып көріңіз.',
    },
    problems: {
      'not-a-number': 'Пайызды цифрмен жазыңыз, мысалы 75.',
      'not-whole': 'Пайыз бүтін сан болуы керек, мысалы 71 немесе 72.',
      negative: 'Пайыз теріс сан болмайды.',
      'above-100': 'Пайыз 100-ден аспайды.',
      'outside-band': (p: { min: string; max: string }) =>
        `Таңдалған деңгейдің шегі: ${p.min}–${p.max}. Пайызды түзетіңіз немесе басқа деңгейді таңдаңыз.`,
      'unknown-band': 'Мұндай деңгей жоқ.',
    },
    invalid: 'Белгіленген өрістерді түзетіңіз. Басқа енгізгеніңіз орнында тұр, бірақ әлі сақталған жоқ.',
    conflict: {
      title: 'Бұл бағаның екі нұсқасы бар',
      with: (p: { name: string; at: string }) =>
        `Сақталған нұсқасы: ${p.name}, ${p.at}. Сіздің нұсқаңыз әлі сақталған жоқ.`,
      self: (p: { at: string }) =>
        `Сақталған нұсқаны өзіңіз басқа терезеде жазғансыз, ${p.at}. Мына терезедегісі әлі сақталған жоқ.`,
      show: 'Екі нұсқаны салыстыру',
      what: 'Критерий',
      mine: 'Сіздікі',
      theirs: 'Сақталғаны',
      comment: 'Пікір',
      keepMine: 'Менікін сақтау',
      takeTheirs: 'Сақталғанын қалдыру',
      trace: 'Қайсысын таңдасаңыз да, екінші нұсқа бағаның тарихында қалады.',
    },
    elsewhere: 'Басқа студенттерде шешілмеген өзгеріс бар:',
    rubricChanged:
      'Рубрика ауыстырылды, сондықтан бұл беттегі бағалар сақталмады. Бетті жаңартыңыз: ашылғанда жаңа рубрика тұрады.',
    keys: {
      title: 'Пернелер',
      enabled: 'Бір таңбалы пернелер қосулы',
      digits: 'пайыз, деңгейі өзі таңдалады',
      level: (p: { number: number }) => `${p.number}-деңгей; қайта бассаңыз, оның ең жоғары пайызы`,
      enter: 'келесі критерий, соңғысынан кейін келесі студент',
      back: 'алдыңғы критерий',
      next: 'келесі студент',
      previous: 'алдыңғы студент',
      todo: 'келесі бағаланбаған студент',
      comment: 'пікір; Esc қайтарады',
      bank: 'пікір үлгілері',
      fold: 'дескрипторларды жасыру не көрсету',
      change: 'Пернені ауыстыру үшін өріске тұрып, жаңа әріпті басыңыз.',
      reset: 'Бастапқы пернелерге қайтару',
    },
    breach: {
      title: 'Емтихан тәртібін бұзу',
      lead: (p: { cap: number }) =>
        `Хаттама тіркелгенде нәтиже ең төменгі деңгейден (0–${p.cap}) аспайды. Қойылған пайыздар өшірілмейді.`,
      protocol: 'Хаттама мәтіні',
      protocolHint: 'Не болғаны, қашан, кім куә болғаны. Мәтін баға тарихында қалады.',
      confirm: 'Тіркеу',
      lift: 'Тәртіп бұзуды алып тастау',
      liftReason: 'Алып тастау себебі',
      shown: (p: { text: string; cap: number; name: string; at: string }) =>
        `Тәртіп бұзу тіркелген, нәтиже ${p.cap} пайыздан аспайды: «${p.text}». ${p.name}, ${p.at}.`,
    },
    history: {
      title: 'Бағаның тарихы',
      criterion: (p: { criterion: string; from: string; to: string }) =>
        `Критерий ${p.criterion}: ${p.from} → ${p.to}`,
      rubric: (p: { from: number; to: number }) => `Рубрика ауысты: ${p.from}-нұсқа → ${p.to}-нұсқа`,
      comment: (p: { from: string; to: string }) => `Пікір: «${p.from}» → «${p.to}»`,
      breach: (p: { text: string }) => `Тәртіп бұзу тіркелді: «${p.text}»`,
      breachLifted: (p: { text: string }) => `Тәртіп бұзу алынып тасталды: «${p.text}»`,
      releasedAgain: (p: { from: number; to: number }) => `Қайта жарияланды: ${p.from} → ${p.to}`,
      course: 'Курс',
      assessment: 'Бақылау түрі',
      versions: 'Нұсқалар саны',
      via: {
        panel: 'бағалау тақтасы',
        form: 'бағалау тақтасы, сценарийсіз',
        table: 'бір критерий бойынша кесте',
        agreement: 'екі бағалаушының келісімі',
      },
      released: (p: { total: number }) => `Жарияланды: ${p.total}`,
      begun: 'Баға басталды',
      blank: 'бос',
    },
  },
  ...fairness,
  groups,
  work,
  plots,
  commission,
  rubrics,
};
