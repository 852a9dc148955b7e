/** Words of common domains: sport, nature, property, law, transport, technology, arts, trades, money. */
export const domainEntries = `
battle, fight, combat | 战役 战斗 战争
war, warfare | 战争
killed, death, casualty, dead, died | 死亡 死亡人数 阵亡 丧生 遇难 伤亡
injured, injury, wounded | 受伤 受伤人数 伤者
weapon, arm | 武器
army, military, troop | 军队 部队
commander, general | 指挥官 将军
result, outcome | 结果 成果 战果
bulgarian, bulgaria | 保加利亚
disposition, fate | 处置 去向
tonnage, ton | 吨位 吨数 吨
cause, caused, reason | 原因 起因 造成
cylinder | 气缸 汽缸
horsepower, horse_power | 马力
accelerate, acceleration | 加速 加速度 加速性能
displacement, edispl | 排量
car_maker, maker | 汽车制造商 制造商 车商
teach, taught, teaching | 教 教授 授课 任教
evaluation, evaluate, assessment, appraisal | 评估 评价 考核 评定
hiring, hire, recruit, recruitment | 雇佣 招聘 聘用 雇用
full_time | 全职
part_time | 兼职
opening_year, open_year, opened | 开业年份 开放年份 开馆年份
visit, visitor, guest | 参观 访客 游客 参观者 访问者
ticket, fare | 门票 票 车票 票价
spent, spend, cost, expense | 花费 消费
membership_level, level_of_membership | 会员等级 会员级别
record_company, label, record_label | 唱片公司
official_rating, rating | 收视率 官方评分
stadium, court, ground | 体育场 球场 场馆
champion, winner, won | 冠军 获胜者 优胜者 胜者 赢家
loser, runner_up | 亚军 败者 输家
earning, earnings, prize_money, money | 收入 收益 奖金 所得
poker | 扑克
final_table, final | 决赛 决赛桌
best_finish, finish | 最佳名次 完成 名次
property, real_estate, estate | 房产 物业 地产 财产
feature, characteristic, trait | 特征 特点 功能 属性
room_count, room | 房间数 房间
agreed_selling_price, selling_price | 售价 成交价
vendor_requested_price | 卖方要价
birth_year, year_of_birth | 出生年份 出生年
birth_place, birthplace, place_of_birth, hometown | 出生地 家乡 籍贯
net_worth, wealth, worth, asset | 净资产 财富 身家 资产
contestant, competitor, candidate, participant | 参赛者 选手 候选人 竞争者
area_code, dialing_code | 区号
candidate, nominee | 候选人
voter, electorate | 选民
government_form, form_of_government | 政体 政府形式 政府类型
head_of_state, president, leader | 国家元首 总统 领导人 领袖 会长 主席
governor | 州长 总督
mayor | 市长
senator, congressman | 参议员 议员
minister | 部长 大臣
independence, independence_year, indep_year | 独立 独立年份
life_expectancy, lifespan | 预期寿命 平均寿命 寿命
surface_area, area, land_area | 表面积 面积 国土面积
gnp, gross_national_product | 国民生产总值
gdp | 国内生产总值
official_language, is_official, official | 官方语言 官方
capital, capital_city | 首都 省会
local_name | 当地名称 本地名称
tourney, tournament, championship | 锦标赛 赛事 巡回赛
hand, dominant_hand | 惯用手 用手
ranking_point, point | 排名积分 积分
round | 轮 轮次 回合
set | 盘 局
winner_age | 获胜者年龄
loser_age | 失败者年龄
tour, tours | 巡回赛 巡演 旅游
football, soccer | 足球
basketball | 篮球
baseball | 棒球
tennis | 网球
swimming, swimmer, swim | 游泳 游泳者 游泳运动员
gymnast, gymnastics | 体操 体操运动员
cyclist, cycling | 自行车手 骑行
climber, climbing | 登山者 登山 攀登
wrestler, wrestling | 摔跤手 摔跤
boxer, boxing | 拳击手 拳击
skater, skating | 滑冰
runner, running | 跑步者 跑者
coach, manager, trainer | 教练 主教练
club, society, association | 俱乐部 社团 协会
league | 联盟 联赛
conference, division | 联盟 赛区 分区
home_team, home | 主队 主场
away_team, away | 客队 客场
referee, umpire | 裁判
athlete, sportsman | 运动员
sport, sports | 运动 体育 体育项目
attendance, audience, crowd | 上座率 观众人数 观众
medal, gold, silver, bronze | 奖牌
injury_accident, accident | 事故 意外
mountain, peak, summit | 山 山峰 山脉
elevation, altitude, prominence, height | 海拔 海拔高度 高度
range, mountain_range | 山脉 范围
volcano | 火山
desert | 沙漠
forest, wood | 森林
ocean, sea | 海洋 海
beach, coast, shore | 海滩 海岸
bridge | 桥 桥梁
tunnel | 隧道
dam | 水坝 大坝
highway, motorway | 高速公路 公路
traverse, cross, crosses, through | 流经 穿过 横跨
border, neighbor, adjacent | 接壤 边界 邻 相邻 邻国
density | 密度
climate | 气候
rainfall, precipitation | 降雨量 降水量
humidity | 湿度
wind, wind_speed | 风速 风
visibility | 能见度
pressure | 气压 压力
cloud_cover, cloud | 云量
storm, hurricane | 风暴 飓风
earthquake | 地震
max_temperature, maximum_temperature | 最高气温 最高温度
mean_temperature, average_temperature | 平均气温 平均温度
bike, bicycle, cycle | 自行车 单车
dock, dock_count | 码头 车桩
installation, install, installed | 安装 安装日期
architect, designer | 建筑师 设计师
mill | 磨坊
tower | 塔 高塔
construction, construct, built, build | 建造 建设 施工
church | 教堂
wedding, marriage, married | 婚礼 婚姻 结婚
husband, bridegroom | 丈夫 新郎
wife, bride | 妻子 新娘
couple, spouse | 夫妻 配偶
relationship, relation | 关系
friend_id, friend | 朋友
allergy | 过敏
symptom | 症状
physician, doctor | 医师 内科医生
procedure, surgery, operation | 手术 程序
block, ward | 病房 区块
medication, prescribe, prescription | 药物 处方 开药
dose, dosage | 剂量
enzyme | 酶
interaction, interact | 相互作用 互动
virus | 病毒
vaccine | 疫苗
blood_type, blood | 血型
nutrition, calorie | 营养 卡路里 热量
cook, chef | 厨师
cuisine | 菜系
recipe | 食谱 菜谱
wine | 葡萄酒 酒
grape | 葡萄
winery, vineyard | 酒庄 葡萄园
appellation, appelation | 产区
bakery | 面包店
cake | 蛋糕
bread | 面包
flavor, flavour | 口味 风味 味道
drink, beverage | 饮料
coffee | 咖啡
tea | 茶
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
enrollment_count, enrollment, enrolled | 入学人数 注册人数 招生人数
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
headcount, number_of_employees, num_employees | 员工人数 员工数 雇员数
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
