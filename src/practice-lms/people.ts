import { type Lang } from '../i18n/lang.ts';

interface Name {
  readonly given: string;
  readonly family: string;
  readonly username: string;
}

const name = (given: string, family: string, username: string): Name => ({ given, family, username });

export const administrator = name('Сәкен', 'Өтеулиев', 'admin');
export const teacher = name('Гүлнәр', 'Әбілқасымова', 'g.abilkasymova');
export const assistant = name('Данияр', 'Тұрсынұлы', 'd.tursynuly');

/** Twenty-five students; between them their names have every Kazakh letter. */
export const students: readonly Name[] = [
  name('Әсел', 'Қуанышқызы', 'a.kuanyshkyzy'),
  name('Ақниет', 'Бөкенбаева', 'a.bokenbayeva'),
  name('Айдана', 'Серікқызы', 'a.serikkyzy'),
  name('Аружан', 'Өтегенқызы', 'a.otegenkyzy'),
  name('Бауыржан', 'Сәрсенұлы', 'b.sarsenuly'),
  name('Гауһар', 'Сүлейменова', 'g.suleimenova'),
  name('Ғалия', 'Мұратқызы', 'g.muratkyzy'),
  name('Дәурен', 'Құдайбергенов', 'd.kudaibergenov'),
  name('Еңлік', 'Төлегенқызы', 'e.tolegenkyzy'),
  name('Ерасыл', 'Жақсылықұлы', 'e.zhaksylykuly'),
  name('Жиһангер', 'Оразұлы', 'zh.orazuly'),
  name('Зере', 'Әбдіғалиева', 'z.abdigaliyeva'),
  name('Іңкәр', 'Бекболатқызы', 'i.bekbolatkyzy'),
  name('Қайсар', 'Тілеубердіұлы', 'k.tileuberdiuly'),
  name('Қымбат', 'Есенғалиқызы', 'k.esengalikyzy'),
  name('Мирас', 'Ибраһимов', 'm.ibrahimov'),
  name('Нұрислам', 'Ыбырайұлы', 'n.ybyraiuly'),
  name('Өркен', 'Дүйсенбаев', 'o.duisenbayev'),
  name('Перизат', 'Қожахметқызы', 'p.kozhakhmetkyzy'),
  name('Рамазан', 'Үмбетов', 'r.umbetov'),
  name('Сәнім', 'Ғабитқызы', 's.gabitkyzy'),
  name('Тоғжан', 'Ұзақбаева', 't.uzakbayeva'),
  name('Ұлпан', 'Ержанқызы', 'u.erzhankyzy'),
  name('Шыңғыс', 'Рақымжанұлы', 'sh.rakymzhanuly'),
  name('Ырысты', 'Жұмабекқызы', 'y.zhumabekkyzy'),
];

/** What is particular about some of the students: registers are never complete. */
export const peculiarities: Readonly<
  Record<string, { locale?: Lang; email?: null; sourcedId?: ''; isNameless?: true }>
> = {
  'b.sarsenuly': { email: null },
  'd.kudaibergenov': { locale: 'ru' },
  'm.ibrahimov': { locale: 'en' },
  'o.duisenbayev': { email: null, isNameless: true },
  'r.umbetov': { sourcedId: '', email: null, isNameless: true },
  't.uzakbayeva': { sourcedId: '' },
  'y.zhumabekkyzy': { locale: 'ru' },
};
