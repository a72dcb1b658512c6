import { type lti as kk } from '../kk/lti.ts';
import { type Messages } from '../messages.ts';

export const lti: Messages<typeof kk> = {
  code: 'Код',
  event: 'Номер события',
  forAdministrator: 'Администратору LMS',
  topics: {
    'request-broken': 'Запрос от LMS неполный',
    'platform-unknown': 'Эта LMS не подключена к Tirek',
    'platform-waiting': 'Подключение LMS ещё не одобрено',
    'platform-disabled': 'Связь с этой LMS отключена',
    'deployment-waiting': 'Эта установка Tirek ещё не одобрена',
    'deployment-unrecorded': 'Эта установка Tirek не записана',
    'platform-refused': 'LMS отказалась открыть Tirek',
    'start-again': 'Tirek не удалось открыть до конца',
    'cookie-blocked': 'Браузер не разрешил Tirek работать в этом окне',
    'message-untrusted': 'Подлинность сообщения LMS не подтверждена',
    'message-incomplete': 'В сообщении LMS не хватает данных, или они неверны',
    'message-unsupported': 'Tirek не поддерживает это действие',
    'platform-away': 'Сервер LMS не отвечает',
  },
  advice: {
    reopen: 'Вернитесь на страницу курса и нажмите ссылку Tirek ещё раз.',
    'new-tab':
      'Нажмите кнопку ниже. Если и после этого Tirek не откроется, откройте ссылку Tirek на странице курса в новой вкладке или попросите преподавателя настроить её «в новом окне».',
    wait: 'Подождите несколько минут и нажмите ссылку Tirek на странице курса ещё раз. Всё сохранённое на месте.',
    'tell-administrator':
      'Исправить это самостоятельно нельзя: обратитесь к администратору LMS и назовите код ниже. Всё сохранённое на месте.',
  },
  newTab: {
    button: 'Открыть в новой вкладке',
    courseOnly:
      'Откройте ссылку Tirek на странице курса в новой вкладке или попросите преподавателя настроить её «в новом окне».',
  },
  administrator: {
    'parameter-missing': 'В запросе входа нет обязательного параметра (iss, login_hint или target_link_uri).',
    'parameter-repeated': 'Параметр передан несколько раз или не является текстом.',
    'target-elsewhere':
      'target_link_uri должен начинаться с адреса Tirek. Проверьте Tool URL в настройках инструмента.',
    'registration-unknown':
      'Пара issuer и Client ID не зарегистрирована. Сверьте оба значения с настройками LMS.',
    'registration-pending': 'Регистрацию должен одобрить оператор Tirek.',
    'registration-disabled':
      'Регистрация отключена. На рабочем сервере адреса http без особого разрешения тоже не работают.',
    'client-id-needed': 'Этот issuer зарегистрирован несколько раз, поэтому LMS должна передавать client_id.',
    'deployment-unknown': 'Deployment ID ожидает одобрения. Его должен одобрить оператор Tirek.',
    'deployments-full':
      'Deployment ID не записан: у этой LMS уже 50 установок ожидают одобрения. Попросите оператора Tirek одобрить или удалить их в консоли, затем откройте Tirek ещё раз.',
    'platform-error':
      'LMS вернула ошибку. Проверьте Redirect URI, Client ID и то, что пользователь вошёл в LMS.',
    'state-missing': 'LMS не вернула state. Проверьте Redirect URI и режим response_mode=form_post.',
    'state-invalid': 'state не тот, который выдал Tirek. LMS должна возвращать его без изменений.',
    'state-expired': 'Между входом и запуском прошло больше 10 минут.',
    'state-used': 'Один и тот же запуск отправлен второй раз, например при обновлении страницы.',
    'browser-without-cookie':
      'Браузер не вернул раздельный (Partitioned) cookie. Tirek должен открываться по HTTPS.',
    'browser-other': 'Запуск начат в одном браузере, а завершён в другом.',
    'token-missing': 'LMS не прислала id_token.',
    'token-malformed': 'id_token не является правильным JWT.',
    algorithm: 'id_token должен быть подписан алгоритмом RS256.',
    'key-id-missing': 'В заголовке id_token нет kid.',
    'key-unknown': 'Такого kid нет в наборе ключей LMS. Проверьте Public keyset URL.',
    signature: 'Подпись не соответствует ключу LMS. Проверьте Public keyset URL.',
    'claim-type': 'В id_token значение неверного типа. Подробности в журнале Tirek.',
    'claim-missing': 'В id_token нет обязательного значения. Подробности в журнале Tirek.',
    issuer: 'iss в id_token не равен зарегистрированному issuer.',
    audience: 'aud в id_token должен содержать только зарегистрированный Client ID.',
    'authorized-party': 'azp в id_token должен быть равен Client ID.',
    nonce: 'nonce в id_token выдан не для этого входа.',
    'token-expired': 'Срок id_token истёк. Проверьте часы LMS.',
    'token-too-old': 'id_token создан больше 10 минут назад. Проверьте часы LMS.',
    'token-from-future': 'id_token создан временем из будущего. Проверьте часы LMS.',
    version: 'Версия LTI должна быть 1.3.0.',
    'message-type': 'Не указан тип сообщения.',
    'message-unsupported': 'Tirek не принимает этот тип сообщения. Подробности в журнале Tirek.',
    'deployment-changed': 'Deployment ID при входе и в id_token различаются.',
    'target-changed': 'target_link_uri при входе и в id_token различаются.',
    'roles-missing': 'В id_token нет списка roles. Список может быть пустым, но должен быть.',
    'subject-missing': 'В id_token нет sub: анонимный запуск не принимается.',
    'resource-link-missing': 'В id_token нет resource_link.id.',
    'id-length': 'Идентификатор пуст или длиннее 255 символов.',
    'platform-keys-unreadable':
      'Набор ключей LMS не удалось прочитать. Проверьте Public keyset URL и его доступность.',
    'platform-timeout': 'Набор ключей LMS не получен за 5 секунд. Проверьте доступность Public keyset URL.',
  },
  opening: { title: 'Tirek открывается', text: 'Подождите несколько секунд.', button: 'Продолжить' },
  idle: {
    title: 'Tirek – инструмент LMS',
    text: 'Tirek открывается со страницы курса. Войдите в свой курс в LMS и нажмите ссылку Tirek.',
  },
  noCourse: {
    title: 'Tirek открывается из курса',
    text: 'На этот раз LMS не указала курс. Откройте страницу курса и нажмите ссылку Tirek там.',
  },
};
