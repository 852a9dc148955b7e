/** Words in column names; `_` and capitals separate words. */
const words = {
  secret: new Set(
    `password passwd pwd passphrase secret token apikey privatekey credential credentials salt pin cvv cvc otp
     passcode`.split(/\s+/),
  ),
  personal: new Set(
    `phone mobile telephone tel cellphone email mail salary wage wages idcard idno ssn passport birthday birthdate dob
     bankcard iban creditcard cardno`.split(/\s+/),
  ),
};

/** Pairs of words that mean something only together. */
const pairs = {
  secret: [/(?:api|access|private|secret|encryption|auth)_?key/, /pass_?word/, /card_?(?:cvv|pin)/],
  personal: [
    /id_?card/,
    /identity_?(?:no|number|card)/,
    /bank_?(?:account|card)/,
    /credit_?card/,
    /birth_?(?:day|date)/,
    /home_?address/,
  ],
};

const chinese = {
  secret: /密码|口令|密钥|私钥|令牌|验证码|安全码/,
  personal:
    /身份证|证件号|手机|电话|邮箱|住址|家庭地址|薪资|薪水|薪酬|工资|银行卡|银行账号|护照|社保|出生日期|生日|车牌/,
};

/** Addresses of machines and tokens of texts are nobody's secret. */
const harmless =
  /^(?:ip_?address|mac_?address|email_?(?:sent|count|verified)|token_?count|tokens|.*_tokens)$/;

/** Whether a column holds secrets or people's data, by its name and comment; null when nothing says so. */
export function sensitivityOf(name: string, comment: string | null): 'secret' | 'personal' | null {
  const snake = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  if (harmless.test(snake)) return null;
  const parts = snake.split(/[^\p{L}\p{N}]+/u);
  for (const kind of ['secret', 'personal'] as const) {
    const named = parts.some((part) => words[kind].has(part)) || pairs[kind].some((pair) => pair.test(snake));
    if (named || chinese[kind].test(name) || chinese[kind].test(comment ?? '')) return kind;
  }
  return null;
}
