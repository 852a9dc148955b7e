/** Words of a question, and things it is then about though it may not name them: `words | things`. */
const lines = `
sale sales revenue turnover spending spent spend bought buy purchased sold sell profit margin gross selling 销售额 营业额 营收 销量 销售 消费 花费 成交 毛利 利润 卖出 购买 买 下单 售出 | order order_item order_line order_detail invoice invoice_line invoice_item invoice_detail sale sales transaction payment product category
paid pay unpaid owe owed due settled collected 付款 支付 付清 收款 欠款 花 缴费 | payment invoice bill order charge treatment
live lives lived living resident resides located reside 居住 住在 住 位于 地址 | address city customer person
depart departs departing departed arrive arrives arriving fly flies flying land landing stopover takeoff 起飞 到达 抵达 飞往 飞 班次 出发 降落 | flight airport route airline
enrolled enroll registered register enrolment major majored studies studied taking took 注册 选修 选课 就读 上课 | student enrolment enrollment course program registration degree
taught teach teaches teaching lecturer 教 授课 讲授 | teacher instructor course class
wrote written write writes authored published publish cited citation 写 作者 发表 出版 引用 | author publication paper book article writes
aired air broadcast watched watch episode 播放 播出 收看 频道 | channel series program show episode
sang sing sung singing performed perform 演唱 唱 表演 | singer song concert performance
worked hired works employs employed 入职 雇用 任职 工作 | employee department job
played plays play won win lost scored 比赛 获胜 输 得分 | player team match game
treated visited diagnosed admitted 治疗 就诊 住院 诊断 | patient treatment doctor visit
delivered shipped shipping sent 发货 配送 运送 | shipment order delivery carrier
traded shares stock stocks closing ticker 股票 收盘 交易 | ticker stock price transaction
`;

interface Implied {
  /** The same for all words of one line, which tell of one thing in several ways. */
  line: number;
  things: readonly string[];
}

const impliedBy = new Map<string, Implied>(
  lines
    .trim()
    .split('\n')
    .flatMap((text, line): [string, Implied][] => {
      const [said = '', implied = ''] = text.split('|');
      const things = implied.trim().split(' ');
      return said
        .split(' ')
        .filter(Boolean)
        .map((word) => [word, { line, things }]);
    }),
);

/** Things that words of a question are about without naming them, by line: what was bought stands in orders. */
export function impliedThings(words: Iterable<string>): Implied[] {
  const found = new Map<number, Implied>();
  for (const word of words) {
    const implied = impliedBy.get(word);
    if (implied) found.set(implied.line, implied);
  }
  return [...found.values()];
}

/** Whether words of a question ask for what was sold or bought, whose amount tables of lines and bills hold. */
export function asksForSales(words: Iterable<string>): boolean {
  return impliedThings(words).some(({ line }) => line === 0);
}
