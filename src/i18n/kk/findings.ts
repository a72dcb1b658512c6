type Label = 'excellent' | 'good' | 'satisfactory' | 'unsatisfactory';
type WeightKind = 'practice' | 'independent' | 'project' | 'exam' | 'other';
type RowKind =
  | 'lecture'
  | 'seminar'
  | 'practical'
  | 'lab'
  | 'srsp'
  | 'srs'
  | 'midterm'
  | 'final'
  | 'consultation'
  | 'other';
type ScaleSide = { min: number | null; max: number | null; gpa: string | null; label: Label | null };

const number = (value: number): string => String(value).replace('.', ',');
const range = ({ min, max }: { min: number; max: number }): string => `${number(min)}–${number(max)}`;
const labels: Record<Label, string> = {
  excellent: '«Өте жақсы»',
  good: '«Жақсы»',
  satisfactory: '«Қанағаттанарлық»',
  unsatisfactory: '«Қанағаттанарлықсыз»',
};
const kinds: Record<RowKind, string> = {
  lecture: 'Дәріс',
  seminar: 'Семинар',
  practical: 'Практикалық сабақ',
  lab: 'Зертханалық сабақ',
  srsp: 'ОБӨЖ',
  srs: 'БӨЖ',
  midterm: 'Аралық бақылау',
  final: 'Қорытынды бақылау',
  consultation: 'Кеңес',
  other: 'Басқа',
};
const works: Record<WeightKind, string> = {
  practice: 'практикалық сабақтар',
  independent: 'өзіндік жұмыс',
  project: 'жоба',
  exam: 'емтихан',
  other: 'басқа',
};
const side = (row: ScaleSide | null): string =>
  row === null
    ? 'жоқ'
    : [
        row.min === null || row.max === null ? null : `${range({ min: row.min, max: row.max })} %`,
        row.gpa?.replace('.', ','),
        row.label === null ? null : labels[row.label],
      ]
        .filter(part => part != null)
        .join(', ');

type PolicyKind = 'attendance' | 'integrity' | 'inclusion' | 'mooc' | 'science' | 'general';
const policies: Record<PolicyKind, string> = {
  attendance: '«Сабаққа қатысу және мерзімдер»',
  integrity: '«Академиялық адалдық»',
  inclusion: '«Инклюзивті білім беру»',
  mooc: '«MOOC интеграциясы»',
  science: '«Ғылым мен білімнің интеграциясы»',
  general: '«Жалпы ережелер»',
};

/** What was found in a syllabus: what is wrong, and what would fix it. One message a code. */
export const findings = {
  'period-points': (p: { period: number; sum: number; expected: number }) =>
    `${p.period}-аралық бақылауға дейінгі кезеңнің балдары ${number(p.expected)} болуы керек, ал күнтізбе бойынша қосындысы – ${number(p.sum)}. Осы кезеңдегі сабақтар мен өзіндік жұмыстардың балдарын тексеріңіз.`,
  'weights-sum': (p: { sum: number }) =>
    `Бағалау салмақтарының қосындысы 100 % болуы керек, ал құжатта – ${number(p.sum)} %.`,
  'weights-shares': (p: { shares: { kind: WeightKind; weight: number; share: number }[] }) =>
    `Күнтізбедегі балдардың үлесі көрсетілген салмақтарға сай емес: ${p.shares
      .map(
        ({ kind, weight, share }) =>
          `${works[kind]} – салмағы ${number(weight)} %, балдар бойынша ${number(share)} %`,
      )
      .join('; ')}. Салмақтарды немесе балдарды сәйкестендіріңіз.`,
  'weight-without-row': (p: { kind: WeightKind; text: string; percent: number }) =>
    `«${p.text}» бағалауда ${number(p.percent)} % алады, бірақ күнтізбеде оған сәйкес жол жоқ. Күнтізбеге жол қосыңыз немесе салмағын басқа жұмыстарға бөліңіз.`,
  'scale-overlap': (p: { letter: string; other: string; min: number; max: number }) =>
    `Шкалада ${p.letter} және ${p.other} бағаларының аралықтары қабаттасады: ${range(p)} %.`,
  'scale-gap': (p: { min: number; max: number }) =>
    `Шкалада ${range(p)} % аралығына ешбір баға сәйкес келмейді.`,
  'scale-label': (p: {
    letter: string;
    labelText: string;
    min: number;
    max: number;
    expected: Label;
    source: 'rubric' | 'pass-mark';
  }) =>
    p.source === 'rubric'
      ? `${p.letter} бағасы (${range(p)} %) шкалада «${p.labelText}» деп аталған, ал рубрикада бұл аралық – ${labels[p.expected]}.`
      : `${p.letter} бағасы (${range(p)} %) шкалада «${p.labelText}» деп аталған, ал 50 % шегіне қарағанда ол – ${labels[p.expected]}.`,
  'scale-no-failing': (p: { lowest: number }) =>
    `Шкалада өту шегінен төмен бағалар (FX, F) жоқ: ең төменгі жол ${number(p.lowest)} % мәнінен басталады. 0–49 % аралығының жолдарын қосыңыз.`,
  'scale-differs': (p: { letter: string; document: ScaleSide | null; institution: ScaleSide | null }) =>
    `${p.letter} бағасы университет шкаласынан өзгеше. Құжатта: ${side(p.document)}. Университетте: ${side(p.institution)}. Бағалар университет шкаласы бойынша қойылады.`,
  'srsp-target': (p: { number: number | null; target: number }) =>
    `${p.number === null ? 'ОБӨЖ' : `ОБӨЖ ${p.number}`} жолында БӨЖ ${p.target} аталған, бірақ күнтізбеде мұндай БӨЖ жоқ.`,
  'week-order': (p: { problem: 'missing' | 'repeated' | 'backwards'; week: number }) =>
    ({
      missing: `Күнтізбеде ${p.week}-апта жоқ.`,
      repeated: `Күнтізбеде ${p.week}-апта екі рет жазылған.`,
      backwards: `Күнтізбеде ${p.week}-апта ретімен тұрған жоқ: одан кейінгі апта жоғарыда келген.`,
    })[p.problem],
  'number-order': (p: { problem: 'missing' | 'repeated'; kind: RowKind; number: number }) =>
    p.problem === 'missing'
      ? `${kinds[p.kind]}: ${p.number} нөмірі жоқ.`
      : `${kinds[p.kind]}: ${p.number} нөмірі екі рет берілген.`,
  'prepares-late': (p: {
    kind: 'srs' | 'midterm';
    number: number | null;
    target: number;
    week: number;
    due: number;
  }) =>
    `Кеңес ${p.week}-аптада тұр, ал ол дайындайтын жұмыс (${kinds[p.kind]} ${p.target}) – ${p.due}-аптада.`,
  'hours-credits': (p: {
    what: 'contact' | 'all';
    credits: number;
    hours: number;
    least: number;
    most: number;
  }) =>
    p.what === 'contact'
      ? `Кредит саны – ${number(p.credits)}, сондықтан аудиториялық сағат ${range({ min: p.least, max: p.most })} болуы керек, ал күнтізбеде – ${number(p.hours)}.`
      : `Кредит саны – ${number(p.credits)}, сондықтан барлық сағат ${number(p.least)} болуы керек, ал күнтізбеде – ${number(p.hours)}.`,
  'rubric-course': (p: { title: string | null; course: string | null }) =>
    p.title === null
      ? 'Рубрикада пәннің атауы көрсетілмеген.'
      : `Рубрикада басқа пән аталған: «${p.title}». Силлабустың пәні: «${p.course ?? ''}».`,
  'rubric-title-source': (p: { title: string }) =>
    `Пәннің атауы тек рубриканың үстінде көрсетілген, сол жерден алынды: «${p.title}».`,
  'rubric-twin-descriptors': (p: {
    question: number;
    criterion: number;
    first: { min: number; max: number };
    second: { min: number; max: number };
  }) =>
    `Рубриканың ${p.question}-сұрағы, ${p.criterion}-критерийі: ${range(p.first)} % және ${range(p.second)} % деңгейлерінің дескрипторлары бірдей.`,
  'rubric-bands': (p: { problem: 'gap' | 'overlap'; min: number; max: number }) =>
    p.problem === 'gap'
      ? `Рубриканың ешбір деңгейіне кірмейтін аралық: ${p.min}–${p.max} %.`
      : `Рубриканың екі деңгейіне бірден кіретін аралық: ${p.min}–${p.max} %.`,
  'rubric-blank': (p: { question: number; criterion: number; blank: number }) =>
    `${p.question}-сұрақ, ${p.criterion}-критерий: дескрипторы жоқ деңгейлер саны – ${p.blank}.`,
  'rubric-repeated': (p: { question: number; other: number }) =>
    `Рубриканың ${p.question}-сұрағы ${p.other}-сұрақтың критерийлерін қайталайды.`,
  'rubric-several': (p: { count: number }) =>
    `Құжатта бағалау рубрикаларының саны: ${p.count}. Қорытынды бақылаудың рубрикасы алынды.`,
  'example-k': (p: { example: number; criteria: number }) =>
    `Есептеу мысалындағы критерий саны – ${p.example}, ал рубрикада – ${p.criteria}.`,
  'outcome-no-indicator': (p: { codes: string[] }) =>
    `Жетістік индикаторы жоқ оқыту нәтижелері: ${p.codes.join(', ')}.`,
  'code-repeated': (p: { code: string }) => `${p.code} коды бірнеше нәтижеге немесе индикаторға берілген.`,
  coverage: (p: { code: string }) =>
    `Оқыту нәтижесі немесе индикатор ${p.code} күнтізбенің ешбір жолында аталмаған.`,
  'contact-blank': () => 'Байланыс (телефон, e-mail) толтырылмаған.',
  'policy-text-missing': (p: { kind: PolicyKind; text: string }) =>
    `Академиялық саясаттың ${policies[p.kind]} бөлімі жоқ. Университет бұл бөлімнің міндетті мәтінін бекіткен: оны бір батырмамен қосуға болады.`,
  'policy-text-differs': (p: { kind: PolicyKind; text: string }) =>
    `Академиялық саясаттың ${policies[p.kind]} бөлімі университет бекіткен міндетті мәтінге сәйкес келмейді. Оны бекітілген мәтінмен бір батырмамен ауыстыруға болады.`,
  'term-module': (p: { written: string }) =>
    `«${p.written}» – «модуль» сөзінің орнына жазылған сияқты. Модуль ретінде оқылды.`,
  'term-mixed': (p: { terms: { term: string; count: number }[] }) =>
    `Бір ұғым бірнеше түрлі аталған: ${p.terms.map(({ term, count }) => `${term} (${count})`).join(', ')}. Біреуін таңдаңыз.`,
  characters: (p: {
    what: 'grade-letter' | 'old-letter' | 'mixed-alphabet' | 'bullet' | 'hidden' | 'line-hyphen';
    examples: string[];
    count: number;
  }) => {
    const examples = p.examples.map(example => `«${example}»`).join(', ');
    return {
      'grade-letter': `Әріптік баға ${examples} кирилл әрпімен жазылған, латын әрпіне ауыстырылды.`,
      'old-letter': `Ескі қаріптен қалған әріптер бар (Ə, ӛ). Мәтін сол күйінде қалдырылды. Саны: ${p.count}. Мысалы: ${examples}.`,
      'mixed-alphabet': `Бір сөзде латын және кирилл әріптері аралас. Мәтін сол күйінде қалдырылды. Саны: ${p.count}. Мысалы: ${examples}.`,
      bullet: `Мәтінде арнайы қаріптің таңбалары бар еді, алынып тасталды. Саны: ${p.count}.`,
      hidden: `Мәтінде көрінбейтін таңбалар бар еді, алынып тасталды. Саны: ${p.count}.`,
      'line-hyphen': `Жол соңында тасымалданған сөздер біріктірілді. Саны: ${p.count}. Мысалы: ${examples}.`,
    }[p.what];
  },
  encoding: (p: { encoding: string }) =>
    `Файлдың кодтауы көрсетілмеген, әріптеріне қарап анықталды: ${p.encoding}. Мәтіннің дұрыс оқылғанын тексеріңіз.`,
  'columns-guessed': (p: { tables: number }) =>
    `Сызықсыз кестелер саны: ${p.tables}. Бағандары мәтіннің орналасуынан анықталды: мәндерін құжатпен салыстырыңыз немесе .docx нұсқасын жүктеңіз.`,
  'row-unknown': (p: { text: string }) => `Күнтізбенің бұл жолының түрі анықталмады: «${p.text}».`,
  'value-unread': (p: { text: string }) =>
    `Сан болуы керек жерде «${p.text}» тұр, сондықтан мән бос қалдырылды.`,
  'calendar-several': (p: { count: number }) =>
    `Құжаттағы күнтізбе кестелерінің саны: ${p.count}. Жолы көбі алынды, қалғаны оқылған жоқ.`,
  'week-range': (p: { text: string; week: number }) =>
    `Жол бірнеше аптаға арналған («${p.text}»): күнтізбеде ${p.week}-аптаға қойылды.`,
  'points-shared': (p: { rows: number }) =>
    `Балл бірнеше сабағы бар жолға ортақ жазылған (жол саны: ${p.rows}) және бір сабаққа қойылды. Баллдардың бөлінуін тексеріңіз.`,
  'map-model': (p: { left: number[] }) =>
    p.left.length === 0
      ? '3-бөлімде интеграция моделі таңдалмаған. Бір модельді қалдырыңыз.'
      : `3-бөлімде бірнеше модель қалған (${p.left.join(', ')}). Біреуін қалдырып, қалғанын өшіріңіз.`,
  'map-match': (p: { problem: 'count' | 'over'; moocs: number; percents: number }) =>
    p.problem === 'over'
      ? `Сәйкестік дәрежесі 100 % мәнінен аспауы керек, ал картада – ${number(p.percents)} %.`
      : `Әр MOOC үшін бір сәйкестік пайызы керек. MOOC саны: ${p.moocs}, пайыздар саны: ${p.percents}.`,
  'map-hours': (p: { workload: string; blank: number }) =>
    p.blank > 0
      ? `Кестеде сағаты толтырылмаған сабақтар бар. Саны: ${p.blank}.`
      : `Еңбек сыйымдылығындағы сағаттар мен кредиттер сәйкес емес («${p.workload}»): 1 кредит – 30 сағат.`,
};
