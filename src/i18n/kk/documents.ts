/** Why a file was not taken, and what to do; and what the command line says of one that was. */
export const documents = {
  'document-empty': 'Файл бос. Мәтіні бар құжатты таңдаңыз.',
  'document-too-large': 'Файл тым үлкен: шегі – 25 МБ. Суреттерін алып тастап, қайта сақтаңыз.',
  'document-zip-bomb':
    'Құжат ашылғанда тым үлкен болады: шегі – 200 МБ. Оны Word бағдарламасында жаңадан .docx түрінде сақтаңыз.',
  'document-encrypted': 'Файл құпиясөзбен қорғалған. Қорғанысын алып тастап, қайта сақтаңыз.',
  'document-doc': 'Бұл – Word бағдарламасының ескі түрі (.doc). Оны .docx түрінде сақтаңыз.',
  'document-docm': 'Құжатта макростар бар (.docm). Оны .docx түрінде сақтаңыз.',
  'document-odt': 'Бұл – OpenDocument файлы (.odt). Оны .docx түрінде сақтаңыз.',
  'document-rtf': 'Бұл – RTF файлы. Оны .docx түрінде сақтаңыз.',
  'document-no-text':
    'Бұл PDF файлында мәтін жоқ: беттері сканерленген сурет. Құжаттың түпнұсқасын .docx түрінде немесе мәтіні бар PDF түрінде жүктеңіз.',
  'document-xls': 'Бұл – Excel бағдарламасының ескі түрі (.xls). Оны .xlsx түрінде сақтаңыз.',
  'document-xlsm': 'Кітапта макростар бар (.xlsm). Оны .xlsx түрінде сақтаңыз.',
  'document-pptx': 'Бұл – презентация. Силлабусты .docx түрінде сақтаңыз.',
  'document-html': 'Бұл – веб-бет. Оны Word бағдарламасында ашып, .docx түрінде сақтаңыз.',
  'document-picture': 'Бұл – сурет, онда мәтін жоқ. Құжаттың өзін .docx түрінде жүктеңіз.',
  'document-unknown':
    'Файлдың түрі белгісіз. Word құжаты (.docx), Excel кітабы (.xlsx), мәтіні бар PDF және мәтін (.txt) оқылады.',
  'document-damaged': 'Файл бүлінген, оны оқу мүмкін болмады. Оны өз бағдарламасында ашып, қайта сақтаңыз.',
  'document-entry-path':
    'Файлдың құрылымы қауіпті: ішінде қалта жолдары бар бөліктер табылды. Word бағдарламасында .docx түрінде қайта сақтаңыз.',
  'document-doctype':
    'Файлдың құрылымы қауіпті: XML ішінде DOCTYPE бар. Word бағдарламасында .docx түрінде қайта сақтаңыз.',
  'document-too-deep': 'Құжаттың құрылымы тым күрделі. Кестелерін жеңілдетіп, .docx түрінде қайта сақтаңыз.',
  'document-too-long':
    'Құжат тым ұзын: шегі – 40 000 абзац пен ұяшық. Тек силлабусты қалдырып, .docx түрінде сақтаңыз.',
  'document-encoding': 'Мәтіннің кодтауы анықталмады. Файлды UTF-8 кодтауында немесе .docx түрінде сақтаңыз.',
  'not-a-syllabus': 'Файл оқылды, бірақ ол силлабус емес: күнтізбесі де, басқа бөлімдері де танылмады.',
  import: {
    noFile: (p: { file: string }) => `Файл табылмады немесе ашылмады: ${p.file}`,
    syllabus: 'Силлабус',
    untitled: 'атауы көрсетілмеген',
    course: (p: { credits: string; code: string }) => `Кредит саны: ${p.credits}. Коды: ${p.code}`,
    outcomes: (p: { outcomes: number; indicators: number }) =>
      `Оқыту нәтижелері: ${p.outcomes}, индикаторлар: ${p.indicators}`,
    policies: (p: { count: number }) => `Саясат бөлімдері: ${p.count}`,
    scale: (p: { count: number }) => `Шкала жолдары: ${p.count}`,
    weights: (p: { list: string }) => `Салмақтар: ${p.list}`,
    calendar: (p: { rows: number; weeks: number }) => `Күнтізбе жолдары: ${p.rows}, апталар: ${p.weeks}`,
    kind: (p: { kind: string; count: number; hours: string; points: string }) =>
      `${p.kind}: ${p.count} (сағат: ${p.hours}, балл: ${p.points})`,
    rubric: (p: { questions: number; criteria: number; bands: number }) =>
      `Рубрика: сұрақ – ${p.questions}, критерий – ${p.criteria}, деңгей – ${p.bands}`,
    map: 'MOOC интеграция картасы',
    moocs: (p: { list: string; match: string }) =>
      `MOOC: ${p.list}${p.match === '' ? '' : `. Сәйкестігі: ${p.match}`}`,
    model: (p: { model: string }) => `Интеграция моделі: ${p.model}`,
    schedule: (p: { rows: number; approvals: number }) =>
      `Кесте жолдары: ${p.rows}, келісушілер: ${p.approvals}`,
    none: 'жоқ',
    findings: (p: { count: number }) => `Табылған мәселелер: ${p.count}`,
    severities: { error: 'қате', warning: 'ескерту', info: 'ақпарат' },
    kinds: {
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
    },
  },
};
