/** Everyday words: people, places, time, school, travel, media, science, things and their properties. */
export const everydayEntries = `
name, title, named, called, titled | 名称 名字 姓名 名 叫什么 名叫 名为
first_name, given_name, forename, firstname | 名字 名 
last_name, surname, family_name, lastname | 姓氏 姓
full_name, name | 姓名 全名
middle_name | 中间名
title, heading, name, titled, named | 标题 题目 名称 头衔
job_title, position, title, role, post, occupation | 职位 职务 岗位 职称 头衔
id, identifier, no | 编号 标识 号 ID id 编码
code, identifier | 代码 编码 代号 编号 码
number, num, no, nbr | 编号 号码 号 数字 数目
description, desc, descr, summary, described | 描述 说明 简介 介绍
summary | 摘要 概要 总结
note, remark, memo, comment | 备注 注释 说明
text, content, body | 文本 内容 正文
content | 内容 目录
other_detail, detail | 其他细节 细节 详情 详细资料 其他详情
abbreviation, abbr, abbrev, short_name | 缩写 简称
symbol | 符号 代号 代码
age | 年龄 岁数 岁 年纪
gender, sex | 性别
birthday, birth_date, date_of_birth, birthdate, dob, born, birth | 生日 出生日期 出生 诞生
nationality, citizenship, country | 国籍
country, nation | 国家 国 国籍 原籍国
province, state | 省份 省 州
state, province | 州 省 邦
county | 县 郡
city, town | 城市 市 所在城市 城镇
district, county | 区 区县 县
street, road | 街道 街 路
address, addr, location | 地址 住址
location, place, venue, site, position | 地点 位置 所在地 场所
continent | 大洲 洲 大陆
zip, postal_code, zip_code, zip_postcode, postcode, zipcode, post_code | 邮编 邮政编码
phone, telephone, tel, phone_number, phone_no | 电话 电话号码
mobile, cell, cell_phone, cellphone, mobile_phone, cell_number | 手机 手机号 手机号码 移动电话
home_phone | 家庭电话 住宅电话 座机
fax | 传真
email, mail, email_address, e_mail | 邮箱 邮件 电子邮件 邮件地址 电子邮箱
latitude, lat | 纬度
longitude, lng, lon | 经度
population | 人口
language | 语言 语种
religion | 宗教
person, people, human, individual | 人 人员 人物 个人
man, male | 男 男性 男人 男生
woman, female | 女 女性 女人 女生
male, is_male | 男 男性
child, kid | 孩子 儿童 小孩 子女
parent | 父母 家长
father, dad | 父亲 爸爸
mother, mom | 母亲 妈妈
family | 家庭 家族
friend | 朋友 好友
like, liked, likes | 喜欢 点赞 被喜欢 喜爱
owner, holder, own, owned | 主人 所有者 拥有者 业主 物主
author, writer, wrote, written, write | 作者 作家 编剧 撰写 写
director, directed, direct | 导演 执导 主任
actor, performer, cast | 演员 表演者
artist | 艺术家 歌手 艺人
singer, vocalist | 歌手 歌唱家 歌星
musician | 音乐家 乐手
composer | 作曲者 作曲家
band, group | 乐队 乐团
orchestra | 管弦乐队 交响乐团
conductor | 指挥 指挥家
song, track | 歌曲 歌 曲子 歌名
song_name, song_title | 歌名 歌曲名
track, song | 曲目 音轨 歌曲
album, record | 专辑 唱片
playlist | 播放列表 歌单
genre, style | 音乐流派 音乐类型 流派 曲风 风格 体裁
media_type, media | 媒体类型 媒体
concert, gig | 演唱会 音乐会
show, performance | 演出 表演 节目
performance | 表演 业绩 绩效
stadium, arena, venue | 体育场 体育馆 场馆
theater, theatre, cinema | 剧院 影院 电影院
museum | 博物馆
exhibition | 展览
movie, film | 电影 影片
series, tv_series | 系列 剧集 连续剧 电视剧 电视连续剧 电视剧集
series_name | 系列名 系列名称 剧名
tv_channel, channel | 电视频道 频道
cartoon, animation, comic | 卡通 动画片 动画 卡通片 动漫 漫画
episode | 集 剧集 插曲
season | 季 赛季 季节
air_date, aired, broadcast | 播出日期 首播日期 播出 首播 播放日期
original_air_date | 首播日期 原播出日期 首播
theme, topic, subject | 主题 题材
book | 书 图书 书籍
publisher, press | 出版社 出版商
publication, paper, article | 出版物 论文 文章 发表
published, publish, publication_date | 出版 发表 发布
journal, magazine | 期刊 杂志
conference, meeting | 会议
keyword | 关键词 关键字
domain, field | 领域 域
citation, cite, reference | 引用 被引
document, file, doc | 文档 文件
template | 模板
paragraph | 段落
version | 版本
version_number | 版本号
page | 页 页面 页数
school | 学校
high_schooler, high_school_student, highschooler, student | 高中生 中学生 高中学生 学生
high_school | 高中
university, college | 大学 高校
student, pupil | 学生 学员
teacher, instructor, professor, faculty | 老师 教师 讲师 教授 导师
instructor, teacher | 讲师 教师 教练
professor | 教授
course, class | 课程 课
class | 班级 班 课
section, chapter | 章节 节 部分
semester, term | 学期
grade | 年级 成绩 等级
gpa | 绩点 平均绩点
degree | 学位
degree_program, program, degree_course | 学位课程 学位项目 项目 专业
program, programme | 项目 计划 课程
major | 专业 主修
professional | 专业
minor | 辅修
enrolment, enrollment, enroll, enrolled, registration | 注册 入学 选课 报名 登记
transcript | 成绩单
exam, test, examination | 考试 测验
library | 图书馆
borrow, loan, borrowed, borrowing | 借阅 借书 借出 借
reader, borrower | 读者
line_1, first_line | 第一行 第1行
line_2, second_line | 第二行 第2行
permanent | 永久 固定
current, present, now | 当前 现在 目前 现 
different, distinct | 不同
doctor, physician | 医生 大夫
nurse | 护士
patient | 病人 患者
hospital, clinic | 医院 诊所
admission, admitted, arrived, arrival | 入院 住院 入院日期 住院日期
discharge, discharged, departed | 出院 出院日期
ward, bed | 病房 病床 床位
shift | 班次 排班 轮班 值班
symptom | 症状
prescription | 处方 药方
surgery, operation | 手术
blood_type | 血型
faculty_title, academic_title | 职称
ward_round, visit | 就诊 门诊
disease, illness, diagnosis | 疾病 诊断 病
treatment, therapy, treat, treated | 治疗 疗法 诊疗
treatment_type | 治疗类型
professional, expert, specialist | 专业人员 专家 专业人士
medicine, drug, medication | 药品 药物 药
appointment, booking, reservation | 预约 预订
dog | 狗 小狗 犬
cat | 猫
pet | 宠物
breed | 品种
animal | 动物
plant | 植物 工厂
size | 大小 尺寸 尺码 规模 体型
weight | 体重 重量
height, tall | 身高 高度
length, long | 长度
width | 宽度
depth | 深度
duration, length, milliseconds, seconds, runtime, time_length | 时长 持续时间 播放时长
speed, velocity | 速度
distance, mileage, range | 距离 里程 路程
area, square | 面积
volume, capacity | 体积 容积 成交量
capacity, seat, seating | 容量 载客量 座位数
attendance, visitor | 出席率 上座率 到场 到场率 观众数 出席人数
color, colour | 颜色
shape | 形状
material | 材料 材质 物料
ingredient | 配料 成分
temperature, temp | 温度 气温
weather | 天气
quality | 质量
abandoned, abandon | 遗弃 抛弃 被遗弃 放弃
adopted, adopt, adoption | 领养 收养
car, vehicle, auto, automobile | 汽车 车辆 车 轿车
engine_type, fuel_type | 发动机类型
engine, motor | 发动机 引擎
transmission | 变速箱
horsepower | 马力
mileage, mpg | 油耗 里程
vin, vin_number | 车架号
driver | 司机 驾驶员 车手
flight | 航班 班机 航班次 飞行
flight_number, flight_no | 航班号
airline, carrier | 航空公司 航司
airport | 机场
airport_name | 机场名称
airport_code | 机场代码
aircraft, plane, airplane | 飞机
pilot | 飞行员
ship, vessel, boat | 船 船只 轮船
train | 火车 列车
station | 车站 站 站点
bus | 公交 巴士
trip, journey, travel, tour | 行程 旅行 旅程
passenger | 乘客 旅客
hotel | 酒店 宾馆
room | 房间 客房
restaurant, eatery | 餐厅 餐馆 饭店
dish, meal, food, menu_item | 菜品 菜 菜肴 食物
building | 建筑 楼 大楼
apartment, flat | 公寓
house, home | 房屋 房子 住宅
floor, storey | 楼层 层
river | 河流 河 江
mountain | 山 山脉 山峰
lake | 湖 湖泊
island | 岛 岛屿
park | 公园
farm | 农场
city_hall | 市政厅
government | 政府
party | 政党 聚会
election, vote | 选举 投票
vote | 票数 投票 票
law | 法律
crime | 犯罪
team, club | 队伍 团队 球队 队
player, athlete | 球员 运动员 选手 玩家
coach, trainer | 教练
match, game | 比赛 赛事 场次
game | 游戏 比赛
tournament, competition, contest | 锦标赛 竞赛 比赛
win, won, victory | 胜利 获胜 胜
loss, lost, defeat | 失败 负
goal | 进球 目标
medal | 奖牌
award, prize | 奖项 奖 奖品
rank, ranking, position | 排名 名次
record | 记录 纪录
race | 比赛 种族
event | 活动 事件
host | 主持人 主办 东道主
guest | 客人 嘉宾
group | 组 小组 群组 分组
role | 角色 职务
permission | 权限
message, msg | 消息 信息 留言
post | 帖子 岗位 文章
photo, picture, image, pic | 照片 图片 图像
video | 视频
music | 音乐
software, application, app | 软件 应用
computer | 计算机 电脑
network | 网络
phone_model | 手机型号
camera | 相机
sensor | 传感器
log | 日志
date, day | 日期 日子 时间
time, datetime, timestamp | 时间 时刻
year, yr | 年份 年 年度 年款
release_year, year_released | 发行年份 发行年
release, released, launch | 发行 发布 上映
month | 月份 月
week | 周 星期
quarter | 季度
hour | 小时 钟头
minute | 分钟
start, begin, beginning, started | 开始 起始
end, finish, ended | 结束 终止
start_date, begin_date, date_from, from_date | 开始日期 起始日期
end_date, finish_date, date_to, to_date | 结束日期 截止日期
hire_date, date_hired | 入职日期 雇佣日期 入职时间
update, updated, modified | 更新 修改
rating_share | 收视份额
viewer, audience | 观众 收视 收视人数
rating | 收视率 评分
graduate, left, leave | 毕业 毕业生 离校
weekly_rank | 周排名 每周排名
package, package_option | 套餐 包 包装
option, choice | 选项 选择 选择权
high_definition, hd, high_definition_tv | 高清 高清晰度 高清电视
pixel_aspect_ratio, aspect_ratio | 像素宽高比 宽高比 像素比 像素纵横比 纵横比
production_code | 制作代码 生产代码 产品代码
percentage, percent, pct, ratio | 百分比 比例 比率 占比
average, avg, mean | 平均 均值 平均值
maximum, max | 最大 最大值
minimum, min | 最小 最小值
highest, high | 最高 高
lowest, low | 最低 低
unit | 单位
value, val | 值 价值
set | 集合 套
parameter, setting, config | 参数 设置 配置
is_active, active, enabled | 启用 活跃 激活
family_member | 家庭成员
education | 教育 学历
experience | 经验 经历
skill | 技能
certificate, certification | 证书 认证
nation | 民族 国家
county_seat | 县城
founder, founded, found | 创始人 成立 创立
establish, established | 成立 建立
lived, live, reside | 居住 住 住在
purpose, use, usage | 用途 目的
origin | 产地 来源 原产地
frequency | 频率 频次
`;
