/** Drawings of how the class was judged, and the lists behind them. */
export const plots = {
  distribution: 'Нәтижелердің үлестірімі',
  distributionLead: 'Бағанды басса, сол аралықтағы жұмыстардың тізімі ашылады.',
  bin: (p: { range: string; count: number }) => `Нәтижесі ${p.range}: ${p.count}. Тізімін ашу`,
  severity: 'Бағалаушылардың қаталдығы',
  severityLead:
    'Бағалаушының орташасы басқалардың орташасынан қанша пайызға өзгеше: солға – қатаңырақ, оңға – жұмсағырақ.',
  severityNone: 'Салыстыру үшін кемінде екі бағалаушының бестен жұмысы керек.',
  severityOf: (p: { name: string; difference: string }) =>
    `${p.name}: басқалармен айырмасы ${p.difference} пайыз`,
  difference: 'Айырмасы, %',
  drift: 'Уақыт бойынша ауытқу',
  driftLead: 'Бағалаушы жұмыстарды қандай ретпен бағаласа, сол ретпен орташасы; үзік сызық – өз орташасы.',
  driftOf: (p: { name: string; means: string }) => `${p.name}, рет бойынша орташалары: ${p.means}`,
  ownMean: (p: { mean: number }) => `орташасы ${p.mean}`,
  table: (p: { name: string }) => `Кесте түрінде: ${p.name}`,
  works: 'Реті',
  when: 'Уақыты',
  look: 'Қайта қараңыз',
  outliers: 'Қайта қарауға тұрарлық жұмыстар',
  outliersLead: 'Нәтижесі өз бағалаушысының орташасынан тым алыс. Бұл қате дегенді білдірмейді.',
  graderMean: 'Бағалаушының орташасы',
  shown: (p: { what: string }) => `Көрсетілгені: ${p.what}`,
  results: (p: { from: number; to: number }) => `нәтижесі ${p.from}–${p.to}`,
  judgedBy: (p: { name: string }) => `бағалаушысы: ${p.name}`,
  between: (p: { since: string; until: string }) => `${p.since} – ${p.until}`,
  all: 'Бәрін көрсету',
};
