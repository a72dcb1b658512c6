/** Connecting an LMS: registration by invitation, values to copy by hand, and what the self-check says. */
export const connect = {
  /** What Tirek is called inside an LMS. */
  tool: {
    name: 'Tirek',
    description: 'Силлабустан күнтізбеге, бағалау парағына және баға журналына дейін.',
    place: 'Tirek бетін қосу',
  },
  offer: {
    title: 'Tirek-ті LMS-ке қосу',
    lead: 'Төмендегі деректерді тексеріңіз. Растағаннан кейін ғана LMS-ке сұраныс жіберіледі.',
    platform: 'LMS',
    platformName: 'Атауы',
    issuer: 'Issuer',
    authUrl: 'Авторизация мекенжайы',
    tokenUrl: 'Токен мекенжайы',
    jwksUrl: 'Кілттер жиыны',
    registrationUrl: 'Тіркеу мекенжайы',
    tool: 'LMS-ке не жіберіледі',
    toolName: 'Құралдың аты',
    loginUrl: 'Кіру мекенжайы',
    launchUrl: 'Құралдың мекенжайы және Redirect URI',
    keysUrl: 'Tirek-тің ашық кілттері',
    keysOwn: 'осы тіркеу үшін жеке мекенжай жасалады',
    services: 'Қандай қызметтер сұралады',
    noServices: 'LMS ешқандай қызмет ұсынбайды: бағалар мен студенттер тізімі алмасылмайды.',
    scopes: {
      lineitem: 'Баға журналында Tirek бағандарын жасау және өзгерту',
      'lineitem.readonly': 'Баға журналындағы Tirek бағандарын көру',
      'result.readonly': 'Tirek бағандарындағы нәтижелерді көру',
      score: 'Tirek бағандарына баға қою',
      'contextmembership.readonly': 'Курс мүшелерінің тізімі мен рөлдерін көру',
      noticehandlers: 'Курс көшірілгені сияқты хабарламаларды алу',
    },
    claims: 'Пайдаланушы туралы не сұралады',
    claimNames: {
      iss: 'LMS мекенжайы',
      sub: 'LMS ішіндегі нөмірі',
      name: 'Толық аты-жөні',
      given_name: 'Аты',
      family_name: 'Тегі',
      email: 'Электрондық поштасы',
    },
    afterTitle: 'Растағаннан кейін',
    afterApproved: 'Қосылым бірден жұмыс істейді.',
    afterPending: 'Қосылым Tirek операторының мақұлдауын күтеді.',
    known:
      'Бұл LMS бұрыннан қосылған. LMS бұрынғы Client ID мәнін қайтарса, сол қосылым жаңартылады, әйтпесе жаңасы жасалады.',
    confirm: 'Қосу',
  },
  done: {
    titleActive: 'LMS қосылды',
    titlePending: 'LMS тіркелді, мақұлдауды күтіп тұр',
    titleUpdated: 'LMS қосылымы жаңартылды',
    textActive: 'Енді LMS ішінде Tirek құралын іске қосып, курсқа орналастыруға болады.',
    textPending:
      'Tirek операторы мақұлдағаннан кейін жұмыс істейді. LMS ішінде де құралды іске қосу (Activate) қажет болуы мүмкін.',
    name: 'Атауы',
    clientId: 'Client ID',
    deployment: 'Deployment ID',
    noDeployment: 'алғашқы іске қосу кезінде белгілі болады',
    close: 'Жабу және LMS-ке оралу',
    closeHint: 'Терезе өздігінен жабылмаса, оны LMS ішінде жабыңыз.',
  },
  failed: {
    title: 'LMS қосылмады',
    again: 'Ештеңе сақталған жоқ. Себебін түзетіп, LMS ішінде тіркеуді қайта бастаңыз.',
    code: 'Код',
    event: 'Оқиға нөмірі',
    field: 'Өріс',
    found: 'Табылған мән',
    expected: 'Күтілген мән',
    said: 'LMS жауабы',
    reasons: {
      'invitation-missing': 'Мекенжайда шақыру белгісі (token) жоқ. Шақыру сілтемесін толық көшіріңіз.',
      'invitation-unknown':
        'Мұндай шақыру жоқ. Сілтемені толық көшіргеніңізді тексеріңіз немесе жаңасын сұраңыз.',
      'invitation-used': 'Бұл шақыру пайдаланылып қойған. Әр шақыру бір рет жарайды: жаңасын сұраңыз.',
      'invitation-expired': 'Шақырудың мерзімі өткен. Tirek операторынан жаңасын сұраңыз.',
      'invitation-busy': 'Осы шақыру бойынша тіркеу дәл қазір жүріп жатыр. Бір минуттан кейін қайталаңыз.',
      'too-many-tries': 'Бұл шақырумен тым көп әрекет жасалды. Tirek операторынан жаңасын сұраңыз.',
      'offer-expired': 'Растау беті ескірген немесе өзгертілген. LMS ішінде тіркеуді қайта бастаңыз.',
      'configuration-missing':
        'Бұл мекенжай браузерге емес, LMS-ке енгізіледі. Moodle: «External tool» баптауындағы «Manage tools» бетіне қойыңыз.',
      'address-wrong': 'LMS көрсеткен мекенжай https мекенжайы емес.',
      'address-http': 'LMS мекенжайы қорғалмаған (http). LMS https арқылы ашылуы керек.',
      'address-private':
        'LMS мекенжайы жабық желіде. Ол дұрыс болса, Tirek операторы хостты OUTBOUND_ALLOW тізіміне қосуы керек.',
      'issuer-elsewhere':
        'LMS өзін басқа хосттың атымен таныстырды. Issuer мен баптау бір хостта болуы керек.',
      'configuration-incomplete': 'LMS баптауында міндетті өріс жоқ немесе қате.',
      'registration-not-offered': 'Бұл LMS автоматты тіркеуді ұсынбайды. Оны қолмен қосыңыз.',
      'configuration-unreadable': 'LMS баптауын оқу мүмкін болмады: жауап JSON емес.',
      'platform-unreachable': 'LMS серверімен байланыс орнамады.',
      'platform-timeout': 'LMS сервері уақытында жауап бермеді.',
      'platform-refused': 'LMS тіркеуден бас тартты.',
      'platform-failed': 'LMS серверінде қате болды.',
      'answer-unreadable': 'LMS тіркеуге түсініксіз жауап берді.',
      'answer-incomplete': 'LMS жауабында Client ID жоқ немесе қате.',
    },
  },
  byHand: {
    title: 'Қолмен қосу',
    lead: 'Осы мәндерді LMS ішіндегі өрістерге енгізіңіз, содан кейін LMS берген мәндерді осы беттің соңында толтырыңыз.',
    systems: 'LMS түрі',
    valuesTitle: 'LMS-ке енгізілетін мәндер',
    where: 'Қайда',
    field: 'LMS өрісі',
    value: 'Мән',
    copy: 'Көшіру',
    copied: 'Көшірілді',
    copyLabel: (p: { field: string }) => `Көшіру: ${p.field}`,
    json: 'JSON баптауы',
    formTitle: 'LMS берген мәндер',
    formLead: 'Бос қалған мекенжайлар LMS түрі мен сайт мекенжайынан толтырылады.',
    name: 'Атауы',
    nameHint: 'Тізімде осылай көрінеді, мысалы, университеттің аты.',
    site: 'LMS мекенжайы',
    siteHint: 'Мысалы, https://lms.university.kz',
    issuer: 'Issuer',
    clientId: 'Client ID',
    deploymentId: 'Deployment ID',
    deploymentHint: 'Белгісіз болса, бос қалдырыңыз: алғашқы іске қосудан кейін мақұлдайсыз.',
    authUrl: 'Авторизация мекенжайы',
    tokenUrl: 'Токен мекенжайы',
    jwksUrl: 'Кілттер жиыны (JWKS)',
    tokenAudience: 'Токен аудиториясы',
    add: 'LMS қосу',
    wrong: {
      required: 'Бұл өрісті толтырыңыз.',
      address: 'https:// деп басталатын толық мекенжай енгізіңіз.',
      length: 'Ұзындығы 1–255 таңба болуы керек.',
    },
  },
  check: {
    steps: {
      discovery: 'LMS туралы мәлімет',
      'key-set': 'LMS кілттері',
      'access-token': 'Қызметтерге рұқсат',
      'names-and-roles': 'Курс мүшелері (NRPS)',
      grades: 'Баға журналы (AGS)',
      launches: 'Іске қосулар',
    },
    outcomes: { ok: 'Дұрыс', failed: 'Түзету керек', unknown: 'Әзірге белгісіз' },
    sentences: {
      'discovery-agrees': 'LMS жариялаған мекенжайлар тіркелген мәндермен бірдей.',
      'discovery-absent':
        'LMS өз баптауын ашық жарияламайды, сондықтан мекенжайларды салыстыру мүмкін болмады.',
      'issuer-differs': p =>
        `«${p.platform}» платформасы issuer мәнін басқаша жазады. Tirek-те тұрған мән: ${p.found}. Дұрыс мән: ${p.expected}.`,
      'address-differs': p =>
        `«${p.platform}» платформасы басқа мекенжай көрсетеді (${p.field}). Tirek-те тұрған мән: ${p.found}. Дұрыс мән: ${p.expected}.`,
      'keys-found': p => `Кілттер жиыны оқылды. Кілттер саны: ${p.count}.`,
      'keys-none': p => `Бұл мекенжайда RSA кілттері жоқ: ${p.address}. Public keyset URL мәнін тексеріңіз.`,
      'keys-status': p =>
        `Кілттер мекенжайы ${p.status} күйімен жауап берді: ${p.address}. Public keyset URL мәнін тексеріңіз.`,
      unreachable: p => `Байланыс орнамады: ${p.address}. Мекенжай мен желіні тексеріңіз.`,
      timeout: p => `Уақытында жауап болмады: ${p.address}.`,
      'not-allowed': p =>
        `Бұл мекенжайға хабарласуға рұқсат жоқ: ${p.address}. Ол дұрыс болса, хостты OUTBOUND_ALLOW тізіміне қосыңыз.`,
      'token-granted': 'LMS рұқсат берді.',
      'token-client': p =>
        `«${p.platform}» платформасы Tirek-ті танымады. Client ID мәнін (${p.clientId}) және LMS-тегі Public keyset мәнін (${p.address}) тексеріңіз. LMS жауабы: ${p.said}.`,
      'token-address': p => `Токен мекенжайы дұрыс емес: ${p.address}. LMS жауабы: ${p.said}.`,
      'token-audience': p =>
        `«${p.platform}» платформасы токен аудиториясын (aud) қабылдамады. Tirek-те тұрған мән: ${p.found}. LMS жауабы: ${p.said}.`,
      'token-scope': p =>
        `«${p.platform}» платформасы Tirek-ке қызметтерді ашпаған. LMS-тегі құрал баптауында баға және мүшелер қызметтерін қосыңыз.`,
      'token-refused': p => `«${p.platform}» платформасы рұқсат бермеді. LMS жауабы: ${p.said}.`,
      'token-needed': 'Рұқсат алынбағандықтан тексерілмеді.',
      'no-course-yet': 'Tirek әлі бірде-бір курстан ашылған жоқ: алғашқы іске қосудан кейін тексеріледі.',
      'not-offered': 'Соңғы ашылған курста LMS бұл қызметті ұсынбады. LMS-тегі құрал баптауында оны қосыңыз.',
      'scope-missing': p =>
        `«${p.platform}» платформасы мына рұқсаттарды бермейді: ${p.scopes}. LMS-тегі құрал баптауында қосыңыз.`,
      'members-read': p => `Мүшелер тізімі оқылды. Мүшелер саны: ${p.count}.`,
      'columns-read': p => `Баға журналы оқылды. Бағандар саны: ${p.count}.`,
      'service-refused': p => `«${p.platform}» платформасы қызметті орындамады. LMS жауабы: ${p.said}.`,
      'service-unreadable': p => `«${p.platform}» платформасының жауабы түсініксіз: ${p.said}.`,
      'service-away': p => `«${p.platform}» платформасы жауап бермеді: ${p.said}.`,
      'registration-pending': 'Қосылым мақұлдауды күтіп тұр: әзірге ешкім кіре алмайды.',
      'registration-disabled': 'Қосылым өшірілген: ешкім кіре алмайды.',
      'deployment-pending': p => `Мақұлдауды күтіп тұрған Deployment ID: ${p.found}.`,
      'redirect-uri': p =>
        `«${p.platform}» платформасының жауабы: Redirect URI тіркелмеген. Мына мекенжайды қосыңыз: ${p.address}`,
      'launches-do-not-arrive': p =>
        `«${p.platform}» платформасынан кіру басталды, бірақ іске қосу келмеді. Көбіне Redirect URI тіркелмегендіктен болады. LMS-те мына мекенжай дәл осылай тұруы керек: ${p.address}`,
      'last-refused': p => `Соңғы іске қосу қабылданбады (${p.found}). ${p.said}`,
      'launches-arrive': p => `Соңғы сәтті іске қосу: ${p.at}.`,
      'no-launch-yet': 'Әлі іске қосу болған жоқ. LMS ішінде кез келген курстан Tirek-ті ашып көріңіз.',
    } satisfies CheckSentences,
  },
};

/** What a sentence of the self-check may name. */
export interface CheckFacts {
  readonly platform: string;
  readonly field: string;
  readonly found: string;
  readonly expected: string;
  readonly address: string;
  readonly clientId: string;
  readonly said: string;
  readonly scopes: string;
  readonly at: string;
  readonly status: string;
  readonly count: number;
}
type CheckSentences = Readonly<Record<string, string | ((p: CheckFacts) => string)>>;
