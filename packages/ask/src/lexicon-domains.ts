/** Words of common domains: war, cars, museums, property, people in office, sport, nature, buildings. */
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
`;
