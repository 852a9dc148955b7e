/** Words for the same place, colour, month or state: a value under one of them is found under all of its line. */
export const everydayLines = `
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
florida 佛罗里达 佛罗里达州
alaska 阿拉斯加 阿拉斯加州
arizona 亚利桑那 亚利桑那州
colorado 科罗拉多 科罗拉多州
illinois 伊利诺伊 伊利诺伊州
indiana 印第安纳 印第安纳州
louisiana 路易斯安那 路易斯安那州
massachusetts 马萨诸塞 马萨诸塞州 麻省
michigan 密歇根 密歇根州
minnesota 明尼苏达 明尼苏达州
mississippi 密西西比 密西西比州
nevada 内华达 内华达州
new_jersey 新泽西 新泽西州
north_carolina 北卡罗来纳 北卡罗来纳州
ohio 俄亥俄 俄亥俄州
oregon 俄勒冈 俄勒冈州
pennsylvania 宾夕法尼亚 宾夕法尼亚州
wisconsin 威斯康星 威斯康星州
ontario 安大略 安大略省
amsterdam 阿姆斯特丹
vienna 维也纳
munich 慕尼黑
hamburg 汉堡
milan 米兰
venice 威尼斯
barcelona 巴塞罗那
lisbon 里斯本
brussels 布鲁塞尔
zurich 苏黎世
geneva 日内瓦
stockholm 斯德哥尔摩
oslo 奥斯陆
copenhagen 哥本哈根
helsinki 赫尔辛基
warsaw 华沙
prague 布拉格
budapest 布达佩斯
athens 雅典
istanbul 伊斯坦布尔
dubai 迪拜
cairo 开罗
bangkok 曼谷
seoul 首尔
osaka 大阪
kyoto 京都
manila 马尼拉
hanoi 河内
jakarta 雅加达
mumbai 孟买
delhi new_delhi 新德里 德里
melbourne 墨尔本
montreal 蒙特利尔
ottawa 渥太华
houston 休斯顿
dallas 达拉斯
philadelphia 费城
phoenix 凤凰城
denver 丹佛
miami 迈阿密
atlanta 亚特兰大
detroit 底特律
las_vegas 拉斯维加斯
san_diego 圣地亚哥
sao_paulo 圣保罗
rio_de_janeiro 里约热内卢
buenos_aires 布宜诺斯艾利斯
mexico_city 墨西哥城
french_language 法语 法文
spanish_language 西班牙语
january jan 一月 1月
february feb 二月 2月
march mar 三月 3月
april apr 四月 4月
june jun 六月 6月
july jul 七月 7月
august aug 八月 8月
september sep sept 九月 9月
october oct 十月 10月
november nov 十一月 11月
december dec 十二月 12月
football soccer 足球
basketball 篮球
baseball 棒球
tennis 网球
volleyball 排球
swimming 游泳
bird 鸟
horse 马
fish 鱼
rabbit 兔子 兔
republic 共和国 共和制
hardcover 精装
paperback 平装
married 已婚
single 未婚 单身
divorced 离异 离婚
manager 经理
engineer 工程师
teacher 教师 老师
nurse 护士
student 学生
small 小 小型
medium 中 中型
large 大 大型
low 低
high 高
orange 橙色
purple 紫色
pink 粉色 粉红色
brown 棕色
grey gray 灰色
apple 苹果
microsoft 微软
google 谷歌
amazon 亚马逊
sony 索尼
toyota 丰田
honda 本田
ford 福特
volkswagen 大众
bmw 宝马
mercedes mercedes-benz 奔驰
audi 奥迪
nissan 日产
hyundai 现代
volvo 沃尔沃
tesla 特斯拉
chevrolet 雪佛兰
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
