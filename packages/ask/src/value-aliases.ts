/** Words for the same place or thing: a value under one of them is found under all. */
const aliasLines = `
china 中国 中华人民共和国 prc cn chinese
usa us united_states united_states_of_america america 美国 american u.s. u.s.a.
uk united_kingdom great_britain britain 英国 british england
france 法国 french fr
germany 德国 german de
japan 日本 japanese jp
korea south_korea 韩国 korean
north_korea 朝鲜
india 印度 indian
russia 俄罗斯 russian russian_federation 俄国
italy 意大利 italian
spain 西班牙 spanish
portugal 葡萄牙 portuguese
netherlands holland 荷兰 dutch
belgium 比利时 belgian
switzerland 瑞士 swiss
austria 奥地利 austrian
sweden 瑞典 swedish
norway 挪威 norwegian
denmark 丹麦 danish
finland 芬兰 finnish
poland 波兰 polish
ireland 爱尔兰 irish
greece 希腊 greek
turkey 土耳其 turkish
canada 加拿大 canadian
mexico 墨西哥 mexican
brazil 巴西 brazilian
argentina 阿根廷 argentine argentinian
chile 智利 chilean
colombia 哥伦比亚
venezuela 委内瑞拉
australia 澳大利亚 australian 澳洲
new_zealand 新西兰
singapore 新加坡
malaysia 马来西亚
thailand 泰国 thai
vietnam 越南 vietnamese
indonesia 印度尼西亚 印尼
philippines 菲律宾
egypt 埃及 egyptian
south_africa 南非
nigeria 尼日利亚
israel 以色列
saudi_arabia 沙特阿拉伯 沙特
uae united_arab_emirates 阿联酋
iran 伊朗
iraq 伊拉克
pakistan 巴基斯坦
ukraine 乌克兰
hungary 匈牙利
czech_republic czechia 捷克
romania 罗马尼亚
haiti 海地
cuba 古巴
peru 秘鲁
hong_kong 香港
taiwan 台湾
macau macao 澳门
europe 欧洲 european
asia 亚洲 asian
africa 非洲 african
north_america 北美洲 北美
south_america 南美洲 南美
oceania 大洋洲
beijing 北京 北京市
shanghai 上海 上海市
guangzhou 广州 广州市
shenzhen 深圳 深圳市
hangzhou 杭州 杭州市
chengdu 成都 成都市
wuhan 武汉 武汉市
nanjing 南京 南京市
tianjin 天津 天津市
chongqing 重庆 重庆市
xian 西安 西安市
suzhou 苏州 苏州市
new_york 纽约 new_york_city
london 伦敦
paris 巴黎
tokyo 东京
berlin 柏林
sydney 悉尼
los_angeles 洛杉矶
san_francisco 旧金山
chicago 芝加哥
boston 波士顿
seattle 西雅图
washington 华盛顿
toronto 多伦多
vancouver 温哥华
moscow 莫斯科
rome 罗马
madrid 马德里
california 加利福尼亚 加州
texas 得克萨斯 德州 得州
florida 佛罗里达
virginia 弗吉尼亚
hawaii 夏威夷
english 英语 英文
chinese_language 汉语 中文 mandarin
male m 男 男性 man
female f 女 女性 woman
yes y true 是 t
no n false 否 f
credit_card 信用卡
debit_card 借记卡
cash 现金
check cheque 支票
wechat wechat_pay 微信 微信支付
alipay 支付宝
bank_transfer 银行转账
paypal 贝宝
visa 维萨
rock 摇滚 摇滚乐
pop 流行 流行乐
jazz 爵士 爵士乐
classical 古典 古典音乐
blues 蓝调
hip_hop 嘻哈
electronic 电子
electronics 电子产品
computer 计算机
math mathematics 数学
physics 物理
chemistry 化学
history 历史
biology 生物
bachelor bachelors 学士 本科 本科生
master masters 硕士 硕士生
doctor phd 博士
completed complete finished 已完成 完成
pending 待处理 待定
cancelled canceled 已取消 取消
paid 已支付 已付款
unpaid 未支付 未付款 待付款
shipped 已发货
delivered 已送达 已签收
refunded 已退款
active 活跃 有效 启用
inactive 停用 无效
success successful succeeded 成功
failed fail failure 失败
buy 买入
sell 卖出
red 红色 红
blue 蓝色 蓝
green 绿色 绿
black 黑色 黑
white 白色 白
yellow 黄色 黄
gold 金 黄金
silver 银 白银
bronze 铜
monday 星期一 周一
tuesday 星期二 周二
wednesday 星期三 周三
thursday 星期四 周四
friday 星期五 周五
saturday 星期六 周六
sunday 星期日 周日 星期天
economy 经济舱
business_class 商务舱
first_class 头等舱
dog 狗
cat 猫
`;

let groups: Map<string, string[]> | null = null;

function load(): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const line of aliasLines.split('\n')) {
    const words = line
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => word.replaceAll('_', ' '));
    for (const word of words)
      map.set(word, [...(map.get(word) ?? []), ...words.filter((other) => other !== word)]);
  }
  return map;
}

/** Other words for a normalised value, such as `china` for 中国; empty when none is known. */
export function aliasesOf(value: string): string[] {
  groups ??= load();
  return groups.get(value) ?? [];
}
