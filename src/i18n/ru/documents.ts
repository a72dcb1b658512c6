import { type documents as kk } from '../kk/documents.ts';
import { type Messages } from '../messages.ts';

export const documents: Messages<typeof kk> = {
  'document-empty': 'Файл пуст. Выберите документ с текстом.',
  'document-too-large': 'Файл слишком большой: предел – 25 МБ. Удалите рисунки и сохраните заново.',
  'document-zip-bomb':
    'После распаковки документ слишком велик: предел – 200 МБ. Сохраните его в Word заново как .docx.',
  'document-encrypted': 'Файл защищён паролем. Снимите защиту и сохраните заново.',
  'document-doc': 'Это старый формат Word (.doc). Сохраните документ как .docx.',
  'document-docm': 'В документе есть макросы (.docm). Сохраните его как .docx.',
  'document-odt': 'Это файл OpenDocument (.odt). Сохраните его как .docx.',
  'document-rtf': 'Это файл RTF. Сохраните его как .docx.',
  'document-no-text':
    'В этом PDF нет текста: его страницы – отсканированные изображения. Загрузите исходный документ .docx или PDF с текстом.',
  'document-xls': 'Это старый формат Excel (.xls). Сохраните книгу как .xlsx.',
  'document-xlsm': 'В книге есть макросы (.xlsm). Сохраните её как .xlsx.',
  'document-pptx': 'Это презентация. Сохраните силлабус как .docx.',
  'document-html': 'Это веб-страница. Откройте её в Word и сохраните как .docx.',
  'document-picture': 'Это изображение, в нём нет текста. Загрузите сам документ в формате .docx.',
  'document-unknown':
    'Неизвестный тип файла. Читаются документы Word (.docx), книги Excel (.xlsx), PDF с текстом и текст (.txt).',
  'document-damaged':
    'Файл повреждён, прочитать его не удалось. Откройте его в своей программе и сохраните заново.',
  'document-entry-path':
    'Опасное устройство файла: внутри есть части с путями к папкам. Сохраните документ в Word заново как .docx.',
  'document-doctype':
    'Опасное устройство файла: в XML есть DOCTYPE. Сохраните документ в Word заново как .docx.',
  'document-too-deep':
    'Слишком сложное устройство документа. Упростите таблицы и сохраните заново как .docx.',
  'document-too-long':
    'Документ слишком длинный: предел – 40 000 абзацев и ячеек. Оставьте только силлабус и сохраните как .docx.',
  'document-encoding': 'Кодировку текста определить не удалось. Сохраните файл в UTF-8 или как .docx.',
  'not-a-syllabus':
    'Файл прочитан, но силлабуса в нём не найдено: не распознаны ни календарь, ни другие части.',
  import: {
    noFile: p => `Файл не найден или не открывается: ${p.file}`,
    syllabus: 'Силлабус',
    untitled: 'название не указано',
    course: p => `Кредиты: ${p.credits}. Код: ${p.code}`,
    outcomes: p => `Результаты обучения: ${p.outcomes}, индикаторы: ${p.indicators}`,
    policies: p => `Части политики: ${p.count}`,
    scale: p => `Строки шкалы: ${p.count}`,
    weights: p => `Веса: ${p.list}`,
    calendar: p => `Строки календаря: ${p.rows}, недели: ${p.weeks}`,
    kind: p => `${p.kind}: ${p.count} (часы: ${p.hours}, баллы: ${p.points})`,
    rubric: p => `Рубрика: вопросов – ${p.questions}, критериев – ${p.criteria}, уровней – ${p.bands}`,
    map: 'Карта интеграции MOOC',
    moocs: p => `MOOC: ${p.list}${p.match === '' ? '' : `. Соответствие: ${p.match}`}`,
    model: p => `Модель интеграции: ${p.model}`,
    schedule: p => `Строки графика: ${p.rows}, согласующие: ${p.approvals}`,
    none: 'нет',
    findings: p => `Замечания: ${p.count}`,
    severities: { error: 'ошибка', warning: 'предупреждение', info: 'сведения' },
    kinds: {
      lecture: 'Лекция',
      seminar: 'Семинар',
      practical: 'Практическое занятие',
      lab: 'Лабораторное занятие',
      srsp: 'СРОП',
      srs: 'СРО',
      midterm: 'Рубежный контроль',
      final: 'Итоговый контроль',
      consultation: 'Консультация',
      other: 'Прочее',
    },
  },
};
