/** Pages that a login or a launch ends with when it does not end in a course. */
export const lti = {
  code: 'Код',
  event: 'Оқиға нөмірі',
  forAdministrator: 'LMS әкімшісіне',
  /** What happened. */
  topics: {
    'request-broken': 'LMS жіберген сұраныс толық емес',
    'platform-unknown': 'Бұл LMS Tirek-ке қосылмаған',
    'platform-waiting': 'LMS-тің қосылуы әлі мақұлданған жоқ',
    'platform-disabled': 'Бұл LMS-пен байланыс өшірілген',
    'deployment-waiting': 'Tirek-тің бұл орнатылымы әлі мақұлданған жоқ',
    'deployment-unrecorded': 'Tirek-тің бұл орнатылымы тіркелмеді',
    'platform-refused': 'LMS Tirek-ті ашудан бас тартты',
    'start-again': 'Tirek-ті ашу аяқталмай қалды',
    'cookie-blocked': 'Браузер Tirek-ке осы терезеде жұмыс істеуге рұқсат бермеді',
    'message-untrusted': 'LMS хабарламасының түпнұсқалығы расталмады',
    'message-incomplete': 'LMS хабарламасында қажетті дерек жоқ немесе қате',
    'message-unsupported': 'Tirek мұндай әрекетті қолдамайды',
    'platform-away': 'LMS сервері жауап бермей тұр',
  },
  /** What the person can do. */
  advice: {
    reopen: 'Курс бетіне оралып, Tirek сілтемесін қайта басыңыз.',
    'new-tab':
      'Төмендегі батырманы басыңыз. Содан кейін де ашылмаса, курс бетіндегі Tirek сілтемесін жаңа қойындыда ашыңыз немесе оқытушыдан сілтемені «жаңа терезеде ашылатын» етіп қоюды сұраңыз.',
    wait: 'Бірнеше минут күтіп, курс бетінен Tirek сілтемесін қайта басыңыз. Сақталған деректер орнында.',
    'tell-administrator':
      'Мұны өзіңіз түзете алмайсыз: LMS әкімшісіне хабарласып, төмендегі кодты айтыңыз. Сақталған деректер орнында.',
  },
  newTab: {
    button: 'Жаңа қойындыда ашу',
    courseOnly:
      'Курс бетіндегі Tirek сілтемесін жаңа қойындыда ашыңыз немесе оқытушыдан сілтемені «жаңа терезеде ашылатын» етіп қоюды сұраңыз.',
  },
  /** What the administrator should look at. */
  administrator: {
    'parameter-missing': 'Кіру сұранысында міндетті параметр жоқ (iss, login_hint немесе target_link_uri).',
    'parameter-repeated': 'Бір параметр бірнеше рет жіберілген немесе мәтін емес.',
    'target-elsewhere':
      'target_link_uri Tirek-тің өз мекенжайынан басталуы керек. Құралдың баптауындағы Tool URL мәнін тексеріңіз.',
    'registration-unknown':
      'Issuer мен Client ID жұбы тіркелмеген. Екі мәнді де LMS баптауымен салыстырыңыз.',
    'registration-pending': 'Тіркеуді Tirek операторы мақұлдауы керек.',
    'registration-disabled':
      'Тіркеу өшірілген. Жұмыс серверінде http мекенжайлары да арнайы рұқсатсыз жарамайды.',
    'client-id-needed': 'Бұл issuer бірнеше рет тіркелген, сондықтан LMS client_id жіберуі керек.',
    'deployment-unknown': 'Deployment ID мақұлдауды күтіп тұр. Оны Tirek операторы мақұлдауы керек.',
    'deployments-full':
      'Бұл Deployment ID жазылмады: бұл LMS-те мақұлдауды 50 орнатылым күтіп тұр. Tirek операторынан оларды консольде мақұлдауды немесе өшіруді сұраңыз, содан кейін Tirek-ті қайта ашыңыз.',
    'platform-error':
      'LMS қате қайтарды. Redirect URI, Client ID және пайдаланушының LMS-ке кіргенін тексеріңіз.',
    'state-missing':
      'LMS state мәнін қайтармады. Redirect URI мен response_mode=form_post баптауын тексеріңіз.',
    'state-invalid': 'state мәні Tirek бергендей емес. LMS оны өзгеріссіз қайтаруы керек.',
    'state-expired': 'Кіру мен іске қосу арасында 10 минуттан көп уақыт өткен.',
    'state-used': 'Бір іске қосу екінші рет жіберілді, мысалы, бет жаңартылғанда.',
    'browser-without-cookie':
      'Браузер бөлектелген (Partitioned) cookie қайтармады. Tirek HTTPS арқылы ашылуы керек.',
    'browser-other': 'Іске қосуды бастаған браузер мен аяқтаған браузер әртүрлі.',
    'token-missing': 'LMS id_token жібермеді.',
    'token-malformed': 'id_token – дұрыс JWT емес.',
    algorithm: 'id_token құжатына RS256 алгоритмімен қол қойылуы керек.',
    'key-id-missing': 'id_token тақырыбында kid жоқ.',
    'key-unknown': 'kid мәні LMS кілттерінің жиынында жоқ. Public keyset URL мәнін тексеріңіз.',
    signature: 'Қолтаңба LMS кілтіне сәйкес емес. Public keyset URL мәнін тексеріңіз.',
    'claim-type': 'id_token ішіндегі мәннің типі қате. Толығырақ Tirek журналында.',
    'claim-missing': 'id_token ішінде міндетті мән жоқ. Толығырақ Tirek журналында.',
    issuer: 'id_token ішіндегі iss тіркелген issuer мәніне тең емес.',
    audience: 'id_token ішіндегі aud тіркелген Client ID ғана болуы керек.',
    'authorized-party': 'id_token ішіндегі azp Client ID мәніне тең болуы керек.',
    nonce: 'id_token ішіндегі nonce осы кіруге берілген мән емес.',
    'token-expired': 'id_token мерзімі өткен. LMS сағатын тексеріңіз.',
    'token-too-old': 'id_token 10 минуттан бұрын жасалған. LMS сағатын тексеріңіз.',
    'token-from-future': 'id_token болашақ уақытпен жасалған. LMS сағатын тексеріңіз.',
    version: 'LTI нұсқасы 1.3.0 болуы керек.',
    'message-type': 'Хабарлама түрі көрсетілмеген.',
    'message-unsupported': 'Tirek бұл хабарлама түрін қабылдамайды. Толығырақ Tirek журналында.',
    'deployment-changed': 'Кірудегі және id_token ішіндегі Deployment ID әртүрлі.',
    'target-changed': 'Кірудегі және id_token ішіндегі target_link_uri әртүрлі.',
    'roles-missing': 'id_token ішінде roles тізімі жоқ. Тізім бос болуы мүмкін, бірақ болуы міндетті.',
    'subject-missing': 'id_token ішінде sub жоқ: анонимді іске қосу қабылданбайды.',
    'resource-link-missing': 'id_token ішінде resource_link.id жоқ.',
    'id-length': 'Сәйкестендіргіш (id) бос немесе 255 таңбадан ұзын.',
    'platform-keys-unreadable':
      'LMS кілттерінің жиынын оқу мүмкін болмады. Public keyset URL мекенжайын және оның қолжетімділігін тексеріңіз.',
    'platform-timeout':
      'LMS кілттерінің жиыны 5 секундта келмеді. Public keyset URL қолжетімділігін тексеріңіз.',
  },
  opening: { title: 'Tirek ашылып жатыр', text: 'Бірнеше секунд күте тұрыңыз.', button: 'Жалғастыру' },
  idle: {
    title: 'Tirek – LMS құралы',
    text: 'Tirek курс бетінен ашылады. LMS-тегі курсыңызға кіріп, Tirek сілтемесін басыңыз.',
  },
  noCourse: {
    title: 'Tirek курс ішінен ашылады',
    text: 'LMS бұл жолы курсты көрсетпеді. Курс бетіне кіріп, Tirek сілтемесін сол жерден басыңыз.',
  },
};
