/** Words of trades and institutions: health, food, technology, arts, research, insurance, transport, law. */
export const tradeEntries = `
fruit | 水果
vegetable | 蔬菜
meat | 肉
fish | 鱼
bird | 鸟
horse | 马
farm_animal, livestock, cattle | 家畜 牲畜 牛
pig | 猪
sheep | 羊
device, gadget | 设备 装置
chip, chip_model | 芯片
screen, screen_mode | 屏幕
ram | 内存
storage, rom | 存储
battery | 电池
browser, web_browser | 浏览器
accelerator, client_accelerator, web_client_accelerator | 加速器
compatible, compatibility | 兼容
operating_system, os | 操作系统
server | 服务器
database | 数据库
domain_name | 域名
password | 密码
login, log_in, sign_in | 登录
tweet | 推文
follower, follow, following | 粉丝 关注者 关注
trust | 信任
rating_stars, star, stars | 星级 星
tip | 小费 提示
reviewer, critic | 评论者 评审 影评人
story | 故事
script, screenplay | 剧本
character | 角色 人物
protagonist | 主角
scene | 场景
budget_million, budget | 预算
gross, box_office | 票房 总额
nomination, nominated, nominee | 提名
festival | 节 电影节 音乐节
painting, paint | 画 绘画
sculpture | 雕塑
painter | 画家
sculptor | 雕塑家
gallery | 画廊
instrument | 乐器
vocal, vocals | 人声 声乐
bandmate, band_member | 乐队成员
stage_position | 舞台位置
lyrics | 歌词
volume_issue, issue, volume | 期 期刊 卷
cover, cover_image | 封面
editor | 编辑
committee | 委员会
editorial | 编辑 社论
chapter | 章节 章
edition | 版 版本
isbn | 书号
newspaper | 报纸
press, publishing | 出版社
article, essay | 文章
submission, submit | 投稿 提交
workshop | 研讨会 车间
acceptance, accept, accepted | 录取 接受 接收
proposal | 提案
grant, grants | 补助 拨款 资助
research, researcher, scientist | 研究 研究员 科学家
laboratory, lab | 实验室
experiment | 实验
faculty, professor | 教职工 教授
dormitory, dorm | 宿舍
amenity | 便利设施 设施
advisor, adviser, tutor | 导师 顾问 指导老师
classroom | 教室
prerequisite, prereq | 先修课 先修课程
credit, credit_hours | 学分
campus | 校区 校园
tuition, campus_fee | 学费
decision | 决定 决策
tryout, try_out | 选拔
activity, activities | 活动
hobby, interest | 爱好 兴趣
claim | 索赔 理赔
settlement, settled | 结算 和解 赔付
policy, insurance_policy | 保单 政策
insurance | 保险
premium | 保费
policyholder | 投保人
bill, billing | 账单
statement | 对账单 报表
mailshot | 邮寄广告
interest_rate, rate | 利率
checking | 支票账户
savings, saving | 储蓄 储蓄账户
cash_balance, balance | 余额
investor | 投资者 投资人
share_holder, shareholder | 股东
entrepreneur | 企业家
money_requested | 要求资金 申请金额
market_value, market_capitalization | 市值 市场价值
headquarters, headquarter, head_office | 总部
ceo, chief_executive | 首席执行官
founder | 创始人
subsidiary | 子公司
gas_station, petrol_station | 加油站
oil, petrol, gasoline | 石油 汽油
energy, power | 能源 动力 电力
fuel | 燃料
factory | 工厂
machine_series | 机器系列
technician, repairman, engineer | 技术员 技师 工程师 维修工
repair, fix, maintenance, maintain | 维修 修理 保养 维护
fault, defect, failure | 故障 缺陷
part, component, spare | 零件 部件 配件
tool | 工具
furniture | 家具
clothes, clothing, apparel | 衣服 服装
shoe | 鞋
jewelry | 珠宝
gift | 礼物 礼品
toy | 玩具
parking, park | 停车
parking_lot | 停车场
railway, railroad | 铁路
platform | 站台 平台
locomotive | 机车
captain | 船长 队长 机长
crew | 船员 机组 乘务
cruise | 游轮
port, harbor, harbour | 港口
voyage | 航程
cargo, freight | 货物 货运
helicopter | 直升机
airfield | 机场
baggage, luggage | 行李
mission | 任务 使命
spacecraft, rocket | 航天器 火箭
astronaut | 宇航员
planet | 行星
star | 恒星 明星
police, officer, policeman | 警察 警员 警官
prison, jail | 监狱
prisoner, inmate | 囚犯
perpetrator, criminal, suspect | 罪犯 嫌疑人 凶手 犯罪者
victim | 受害者
lawyer, attorney | 律师
judge | 法官 评委
court | 法院 法庭
trial | 审判 试验
ethnicity, ethnic, race | 种族 民族
immigrant | 移民
citizen, resident | 公民 居民
passport | 护照
household, family | 家庭 户
hash | 哈希
height_feet, feet | 英尺
pound | 磅
mile | 英里
meter, metre | 米
kilometer, km | 公里 千米
kilogram, kg | 公斤 千克
`;
