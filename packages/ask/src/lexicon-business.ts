/** Business words: one concept per line, English forms before the bar, Chinese forms after it. */
export const businessEntries = `
customer, client, user, buyer, shopper, purchaser, patron, cust | 客户 会员 顾客 买家 客人 主顾 消费者
member, membership | 会员 成员
user, account_holder | 用户 使用者
order, sales_order, purchase_order | 订单 定单 单子 下单 下过单 下了单
order_item, order_line, order_detail, line_item, order_product | 订单明细 订单行 订单项 订单商品
detail, item_detail, line, particulars | 明细 详情 细节 详细资料 详细信息
product, goods, merchandise, sku, article | 商品 产品 货品 货物 单品
item | 物品 项 项目 商品 条目
category, kind, class, type, classification, genre_type | 类别 分类 品类 种类 类目 类型
subcategory, sub_category | 子类 子类别 二级类目
type, kind, sort | 类型 种类 类别 型
brand, make, manufacturer_brand | 品牌 牌子
model | 型号 车型 模型
supplier, vendor, provider | 供应商 供货商 厂商
manufacturer, maker, producer, mfr | 制造商 生产商 厂家 厂商 生产厂家
employee, staff, worker, personnel, emp, staff_member | 员工 职员 雇员 职工 工作人员
salesperson, salesman, sales_rep, sales_representative, seller, salespeople | 销售员 销售人员 业务员 销售代表 推销员
seller, merchant | 卖家 商家
manager, mgr, supervisor, boss | 经理 主管 上级 负责人 管理者 管理员
reports_to, report_to, supervisor, manager | 上级 汇报 汇报给 直属上级
department, dept, division | 部门 科室 系 院系 学院
company, firm, corporation, enterprise, business, org | 公司 企业 商家
organization, organisation, institution, org | 机构 组织 单位
store, shop, outlet | 门店 店铺 商店 店 分店
branch, branch_office | 分店 分支 分行 分公司 支行
warehouse, depot, storehouse, wh | 仓库 库房
inventory, stock, on_hand | 库存 存货
stock_quantity, units_in_stock, inventory, quantity_on_hand, stock | 库存数量 库存量 库存
sales, revenue, turnover, gmv, sales_amount, sales_revenue, income, proceeds, total_sales | 销售额 营业额 营收 销售收入 成交额 收入 流水 销售金额 卖了多少钱
sale, deal, transaction | 销售 销售单 成交 交易 销售记录 成交记录
sold, sell, sale | 卖出 售出 出售 销售 卖
transaction, tx, txn, trans, trade | 交易 事务 流水
profit, gross_profit, margin, earnings | 利润 毛利 盈利 收益
money | 钱 款
amount | 钱 款
cost | 钱 款
price | 钱
fee | 钱 款
payment | 钱 款
cost, expense, expenditure, fee | 成本 费用 花费 花 费 开销 支出
spending, spend, expenditure, spent, consumption | 消费 花费 消费额 消费总额 消费金额
price, charge_amount, fee_amount | 收费金额 费用金额
price, unit_price, rate | 价格 价钱 售价 单价 价
unit_price, price | 单价 价格 定价
sale_price, selling_price, deal_price | 成交价 售价 销售价 成交单价
amount, amt, sum_total | 金额 总额 数额 款额 额
total, grand_total | 总额 总计 合计 总数 总 金额
quantity, qty, count, number, units | 数量 件数 销量 个数
sales_volume, units_sold, quantity_sold, quantity | 销量 销售量 销售数量 卖出数量 卖出的数量 售出的数量 销售的数量 售出数量 卖出件数
discount, rebate | 折扣 优惠 减免
tax, vat, duty | 税 税额 税费 税金
fee, charge, cost | 费用 费 手续费 收费
charge, fee | 收费 费用
freight, shipping_cost, shipping_fee, postage | 运费 邮费
payment, pay, paid | 支付 付款 收款 缴费
payment_method, pay_method, pay_type, payment_type | 支付方式 付款方式 支付渠道
invoice, bill | 发票 账单 帐单
receipt | 收据 小票
refund, return | 退款 退货
return, returned | 退货 归还 退回
shipment, delivery, shipping, dispatch | 发货 配送 物流 运输 发运
shipped, ship, dispatched, delivered, sent | 发货 已发货 运送 寄出 配送
shipper, carrier, courier | 承运商 快递公司 物流公司
balance | 余额 结余
account, acct | 账户 帐户 账号 帐号
bank | 银行
loan, credit | 贷款 借款
deposit, saving | 存款 定金 押金
credit | 信用 学分 额度
budget | 预算
salary, wage, pay, compensation | 工资 薪水 薪资 薪酬 月薪 年薪
bonus | 奖金 红利
commission | 佣金 提成
contract, agreement | 合同 协议 合约
project | 项目 工程
task, job | 任务 作业 工作
campaign, promotion | 活动 促销 营销活动
coupon, voucher | 优惠券 代金券 券
channel | 渠道 频道
market, marketplace | 市场
segment | 细分 客群
lead, prospect | 线索 潜在客户
opportunity | 商机 机会
target, goal | 目标 指标
status, state, condition | 状态 情况
level, tier, grade, rank | 等级 级别 层级
stage, phase | 阶段
priority | 优先级
reason, cause | 原因 理由
source, origin, depart, departure, departing, departed, leave, leaving | 来源 起点 始发 出发地 起飞 始发地 出发
destination, dest, arrive, arriving, arrival, arrived, land, landing | 目的地 终点 到达 抵达 飞往 到达地 降落 着陆 前往
departure, depart, leave, leaving | 起飞 出发 离开
arrival, arrive, arriving, arrived | 到达 抵达 到 降落 着陆
route, path | 路线 航线 线路
region, area, district, zone, territory | 地区 区域 大区 片区
territory | 地区 领地 辖区
website, site, homepage, web, url | 网站 网址 主页 官网
visit, session, pageview, view | 访问 浏览 会话
click | 点击
subscription, plan | 订阅 套餐
review, comment, feedback | 评论 评价 点评
rating, score, rate | 评分 得分 分数 打分
score, point, mark, grade | 分数 得分 成绩 积分 分
point | 积分 点数 分
complaint, ticket, case | 投诉 工单
service | 服务
equipment, device, machine | 设备 机器 器材
asset | 资产 财产
stock, share, ticker, security | 股票 证券
share | 股份 份额 股数
portfolio | 投资组合
industry, sector | 行业 产业
signup, sign_up, signed_up, signed, registration, register, joined, join | 新注册 注册 加入 入会 报名
registration, register, registered, enrolment, enrollment | 新注册 注册 登记 报名
hired, hire, employed, joined | 新入职 入职 雇佣 聘用 录用
terminated, termination, fired, left, resign | 离职 解雇 辞职
on_the_job, active, in_service, on_sale | 在职 有效 活跃 在售 启用
discontinued, stopped | 停产 下架 停售
opened, opening, open | 开业 开张 开店 营业
created, creation, create | 创建 建立 新建 下单
ordered, order_date, placed | 下单 订购 下单日期 下单时间
purchase, buy, bought, purchased | 购买 采购 购 买 买过
listed, launch, launched | 上架 上市 发布
due, deadline | 到期 截止
expire, expiry, expiration | 过期 失效 到期
effective, valid | 生效 有效
required, require | 要求 需要
aov, average_order_value | 客单价 笔单价
`;
