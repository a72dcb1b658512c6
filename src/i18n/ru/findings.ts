import { type findings as kk } from '../kk/findings.ts';
import { type Messages } from '../messages.ts';

const number = (value: number): string => String(value).replace('.', ',');
const range = ({ min, max }: { min: number; max: number }): string => `${number(min)}–${number(max)}`;
const labels = {
  excellent: '«Отлично»',
  good: '«Хорошо»',
  satisfactory: '«Удовлетворительно»',
  unsatisfactory: '«Неудовлетворительно»',
};
const kinds = {
  lecture: 'Лекция',
  seminar: 'Семинар',
  practical: 'Практическое занятие',
  lab: 'Лабораторное занятие',
  srsp: 'СРОП',
  srs: 'СРО',
  midterm: 'Рубежный контроль',
  final: 'Итоговый контроль',
  consultation: 'Консультация',
  other: 'Другое',
};
const works = {
  practice: 'практические занятия',
  independent: 'самостоятельная работа',
  project: 'проект',
  exam: 'экзамен',
  other: 'прочее',
};
type ScaleSide = {
  min: number | null;
  max: number | null;
  gpa: string | null;
  label: keyof typeof labels | null;
};
const side = (row: ScaleSide | null): string =>
  row === null
    ? 'нет'
    : [
        row.min === null || row.max === null ? null : `${range({ min: row.min, max: row.max })} %`,
        row.gpa?.replace('.', ','),
        row.label === null ? null : labels[row.label],
      ]
        .filter(part => part != null)
        .join(', ');

const policies = {
  attendance: '«Посещение и сроки»',
  integrity: '«Академическая честность»',
  inclusion: '«Инклюзивное образование»',
  mooc: '«Интеграция МООК»',
  science: '«Интеграция науки и образования»',
  general: '«Общие положения»',
};

export const findings: Messages<typeof kk> = {
  'period-points': p =>
    `Баллы периода до рубежного контроля ${p.period} должны составлять ${number(p.expected)}, а по календарю их ${number(p.sum)}. Проверьте баллы занятий и самостоятельных работ этого периода.`,
  'weights-sum': p => `Сумма весов оценивания должна быть 100 %, а в документе ${number(p.sum)} %.`,
  'weights-shares': p =>
    `Доли баллов в календаре не соответствуют указанным весам: ${p.shares
      .map(
        ({ kind, weight, share }) => `${works[kind]} – вес ${number(weight)} %, по баллам ${number(share)} %`,
      )
      .join('; ')}. Согласуйте веса или баллы.`,
  'weight-without-row': p =>
    `«${p.text}» имеет вес ${number(p.percent)} %, но в календаре нет соответствующей строки. Добавьте строку в календарь или распределите этот вес.`,
  'scale-overlap': p => `В шкале пересекаются диапазоны оценок ${p.letter} и ${p.other}: ${range(p)} %.`,
  'scale-gap': p => `В шкале диапазону ${range(p)} % не соответствует ни одна оценка.`,
  'scale-label': p =>
    p.source === 'rubric'
      ? `Оценка ${p.letter} (${range(p)} %) названа в шкале «${p.labelText}», а в рубрике этот диапазон – ${labels[p.expected]}.`
      : `Оценка ${p.letter} (${range(p)} %) названа в шкале «${p.labelText}», а относительно порога 50 % это ${labels[p.expected]}.`,
  'scale-no-failing': p =>
    `В шкале нет оценок ниже порога (FX, F): нижняя строка начинается с ${number(p.lowest)} %. Добавьте строки для 0–49 %.`,
  'scale-differs': p =>
    `Оценка ${p.letter} отличается от шкалы университета. В документе: ${side(p.document)}. В университете: ${side(p.institution)}. Оценки ставятся по шкале университета.`,
  'srsp-target': p =>
    `${p.number === null ? 'СРОП' : `СРОП ${p.number}`} называет СРО ${p.target}, но такой СРО в календаре нет.`,
  'week-order': p =>
    ({
      missing: `В календаре нет недели ${p.week}.`,
      repeated: `Неделя ${p.week} записана в календаре дважды.`,
      backwards: `Неделя ${p.week} стоит в календаре не по порядку: более поздняя неделя идёт раньше.`,
    })[p.problem],
  'number-order': p =>
    p.problem === 'missing'
      ? `${kinds[p.kind]}: нет номера ${p.number}.`
      : `${kinds[p.kind]}: номер ${p.number} стоит дважды.`,
  'prepares-late': p =>
    `Консультация стоит на неделе ${p.week}, а то, к чему она готовит (${kinds[p.kind]} ${p.target}), – на неделе ${p.due}.`,
  'hours-credits': p =>
    p.what === 'contact'
      ? `При ${number(p.credits)} кредитах аудиторных часов должно быть ${range({ min: p.least, max: p.most })}, а в календаре их ${number(p.hours)}.`
      : `При ${number(p.credits)} кредитах всего часов должно быть ${number(p.least)}, а в календаре их ${number(p.hours)}.`,
  'rubric-course': p =>
    p.title === null
      ? 'В рубрике не указано название дисциплины.'
      : `В рубрике названа другая дисциплина: «${p.title}». Дисциплина силлабуса: «${p.course ?? ''}».`,
  'rubric-title-source': p =>
    `Название дисциплины указано только над рубрикой, оно взято оттуда: «${p.title}».`,
  'rubric-twin-descriptors': p =>
    `Рубрика, вопрос ${p.question}, критерий ${p.criterion}: у уровней ${range(p.first)} % и ${range(p.second)} % одинаковые дескрипторы.`,
  'rubric-bands': p =>
    p.problem === 'gap'
      ? `Ни в один уровень рубрики не входят ${p.min}–${p.max} %.`
      : `Сразу в два уровня рубрики входят ${p.min}–${p.max} %.`,
  'rubric-blank': p => `Вопрос ${p.question}, критерий ${p.criterion}: уровней без дескриптора – ${p.blank}.`,
  'rubric-repeated': p => `Вопрос ${p.question} рубрики повторяет критерии вопроса ${p.other}.`,
  'rubric-several': p => `Рубрик в документе: ${p.count}. Взята рубрика итогового контроля.`,
  'example-k': p => `В примере расчёта критериев ${p.example}, а в рубрике ${p.criteria}.`,
  'outcome-no-indicator': p => `Результаты обучения без индикаторов достижения: ${p.codes.join(', ')}.`,
  'code-repeated': p => `Код ${p.code} дан нескольким результатам или индикаторам.`,
  coverage: p => `Результат обучения или индикатор ${p.code} не назван ни в одной строке календаря.`,
  'contact-blank': () => 'Не заполнен контакт (телефон, e-mail).',
  'policy-text-missing': p =>
    `В академической политике нет части ${policies[p.kind]}. Университет утвердил для неё обязательный текст: его можно вставить одной кнопкой.`,
  'policy-text-differs': p =>
    `Часть академической политики ${policies[p.kind]} расходится с обязательным текстом университета. Её можно заменить утверждённым текстом одной кнопкой.`,
  'term-module': p => `«${p.written}» похоже на опечатку в слове «модуль». Прочитано как модуль.`,
  'term-mixed': p =>
    `Одно и то же названо по-разному: ${p.terms.map(({ term, count }) => `${term} (${count})`).join(', ')}. Выберите одно обозначение.`,
  characters: p => {
    const examples = p.examples.map(example => `«${example}»`).join(', ');
    return {
      'grade-letter': `Буквенная оценка ${examples} набрана кириллицей, заменена латиницей.`,
      'old-letter': `Есть буквы, оставшиеся от старых шрифтов (Ə, ӛ). Текст оставлен как есть. Количество: ${p.count}. Например: ${examples}.`,
      'mixed-alphabet': `В одном слове смешаны латинские и кириллические буквы. Текст оставлен как есть. Количество: ${p.count}. Например: ${examples}.`,
      bullet: `Убраны знаки символьного шрифта. Количество: ${p.count}.`,
      hidden: `Убраны невидимые знаки. Количество: ${p.count}.`,
      'line-hyphen': `Соединены слова, перенесённые в конце строки. Количество: ${p.count}. Например: ${examples}.`,
    }[p.what];
  },
  encoding: p =>
    `Кодировка файла не указана и определена по буквам: ${p.encoding}. Проверьте, верно ли прочитан текст.`,
  'columns-guessed': p =>
    `Таблиц без линий: ${p.tables}. Их столбцы определены по расположению текста: сверьте значения с документом или загрузите .docx.`,
  'row-unknown': p => `Вид этой строки календаря не определён: «${p.text}».`,
  'value-unread': p => `На месте числа стоит «${p.text}», поэтому значение оставлено пустым.`,
  'calendar-several': p =>
    `Календарных таблиц в документе: ${p.count}. Взята та, где строк больше, остальные не прочитаны.`,
  'week-range': p =>
    `Строка рассчитана на несколько недель («${p.text}»): в календаре она стоит на неделе ${p.week}.`,
  'points-shared': p =>
    `Баллы записаны на всю строку с несколькими занятиями (строк: ${p.rows}) и поставлены одному из них. Проверьте, как они делятся.`,
  'map-model': p =>
    p.left.length === 0
      ? 'В части 3 не выбрана модель интеграции. Оставьте одну модель.'
      : `В части 3 осталось несколько моделей (${p.left.join(', ')}). Оставьте одну, остальные удалите.`,
  'map-match': p =>
    p.problem === 'over'
      ? `Степень соответствия не может быть больше 100 %, а в карте ${number(p.percents)} %.`
      : `Для каждого MOOC нужен один процент соответствия. MOOC: ${p.moocs}, процентов: ${p.percents}.`,
  'map-hours': p =>
    p.blank > 0
      ? `В расписании есть занятия без часов. Количество: ${p.blank}.`
      : `Часы и кредиты в трудоёмкости не соответствуют друг другу («${p.workload}»): 1 кредит – 30 часов.`,
};
