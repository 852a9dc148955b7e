/** What rows are marked with: kinds, departments, states, in English and Chinese, one per line. */
export const labelLines = `
gasoline petrol 汽油
diesel 柴油
electric 电动 纯电 纯电动
hybrid 混合动力 混动
automatic 自动 自动挡
manual 手动 手动挡
suv 运动型多用途车 越野车
sedan 轿车
truck 卡车
doctorate 博士学位
bachelor_of_science 理学学士
associate_professor 副教授
professor 教授
lecturer 讲师
assistant_professor 助理教授
physician 医师
surgeon 外科医生
cardiology 心内科 心脏科 心血管科
surgery 外科
pediatrics 儿科
neurology 神经内科 神经科
oncology 肿瘤科
orthopedics 骨科
dermatology 皮肤科
emergency er 急诊 急诊科
radiology 放射科
psychiatry 精神科
internal_medicine 内科
gynecology 妇科
ophthalmology 眼科
dentistry 牙科 口腔科
aspirin 阿司匹林
computer_science 计算机科学
economics 经济学
finance 财务
accounting 会计 会计学
marketing 市场营销 市场部
sales 销售部
human_resources hr 人力资源 人力资源部 人事 人事部
engineering 工程部
research_and_development rd r&d 研发 研发部
operations 运营部
legal 法务 法务部
purchasing procurement 采购部
production 生产部
logistics 物流 物流部
customer_service 客服 客服部
administration admin 行政部
clothing apparel 服装 服饰
shoes footwear 鞋 鞋类
food 食品
beverages beverage drinks 饮料
furniture 家具
toys 玩具
cosmetics 化妆品
home_appliances appliances 家电
seafood 海鲜
produce 农产品
dairy dairy_products 乳制品 奶制品
condiments 调味品
snacks 零食
shipping in_transit 运输中 配送中
processing in_progress 处理中 进行中
approved 已批准 已通过 审批通过
rejected denied 已拒绝 被拒绝
returned 已退货
closed 已关闭 关闭
open 未关闭 开放
draft 草稿
published 已发布
expired 已过期 过期
on_time 准时
delayed 延误 延迟 晚点
error 错误
warning warn 警告
information info
critical 严重 紧急
normal 正常 普通
urgent 加急
vip 贵宾
full_time 全职
part_time 兼职
intern 实习 实习生
online 线上 网上
offline 线下
metal 金属
country_music 乡村音乐
folk 民谣
rap 说唱
comedy 喜剧
drama 剧情 剧情片
action 动作 动作片
horror 恐怖 恐怖片
romance 爱情 爱情片
documentary 纪录片
science_fiction sci-fi 科幻 科幻片
hockey 冰球
golf 高尔夫
badminton 羽毛球
table_tennis 乒乓球
boxing 拳击
gymnastics 体操
hamster 仓鼠
parrot 鹦鹉
turtle 乌龟
`;
