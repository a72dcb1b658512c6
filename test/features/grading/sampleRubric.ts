import { type Rubric } from '../../../src/features/syllabus/index.ts';

const descriptors = [
  'Жауап сұрақты толық ашады: ұғымдар дәл қолданылған, мысалдар салыстырылған, кемінде үш дереккөзге сілтеме бар.',
  'Жауап негізгі ұғымдарды ашады, дәлелдер келтірілген, бірақ қосымша дереккөздер жеткіліксіз пайдаланылған.',
  'Жауап сұрақты ішінара ашады: ұғымдар аталған, алайда олардың өзара байланысы түсіндірілмеген.',
  'Жауаптың мазмұны талапқа сай емес: жалпылама пікірлер ғана берілген, дереккөздер көрсетілмеген.',
  'Жауап сұрақтың мазмұнына сәйкес келмейді немесе берілмеген.',
];

const texts = [
  'Қоғамдық кеңістіктің түрлерін, олардың қалыптасу тарихын және қазіргі қала өміріндегі рөлін білетінін көрсетеді.',
  'Бақылау және сұхбат деректерін талдап, дәлелді қорытынды шығарады.',
  'Өз ойын құрылымды әрі түсінікті баяндайды.',
];

/** A rubric in the form of the real documents, with our own words. */
export function sampleRubric(questions: number, criteriaEach: number): Rubric {
  return {
    title: 'Қала әлеуметтануы',
    form: 'жазбаша',
    platform: null,
    bands: [
      { min: 90, max: 100, label: 'excellent' },
      { min: 70, max: 89, label: 'good' },
      { min: 50, max: 69, label: 'satisfactory' },
      { min: 25, max: 49, label: 'unsatisfactory' },
      { min: 0, max: 24, label: 'unsatisfactory' },
    ],
    questions: Array.from({ length: questions }, (_, question) => ({
      number: question + 1,
      criteria: Array.from({ length: criteriaEach }, (_unused, index) => ({
        number: index + 1,
        text: texts[index % texts.length] ?? '',
        descriptors: descriptors.map(text => text),
      })),
    })),
  };
}
