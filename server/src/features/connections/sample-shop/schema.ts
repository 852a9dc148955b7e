/**
 * The sample shop's tables. The `-- …` texts are the comments that the SQLite engine shows: after the opening
 * bracket the table's, after a column that column's.
 */
export const shopSchema = `
CREATE TABLE categories ( -- 商品分类
  id INTEGER PRIMARY KEY, -- 分类编号
  name VARCHAR(40) NOT NULL, -- 分类名称
  parent_id INTEGER REFERENCES categories (id) -- 上级分类
);

CREATE TABLE suppliers ( -- 供应商
  id INTEGER PRIMARY KEY, -- 供应商编号
  name VARCHAR(80) NOT NULL, -- 供应商名称
  country VARCHAR(40) NOT NULL, -- 所在国家
  contact_name VARCHAR(40), -- 联系人
  phone VARCHAR(30), -- 电话
  rating DECIMAL(2,1) -- 评分，1 至 5
);

CREATE TABLE products ( -- 商品
  id INTEGER PRIMARY KEY, -- 商品编号
  sku VARCHAR(20) NOT NULL UNIQUE, -- 货号
  name VARCHAR(80) NOT NULL, -- 商品名称
  category_id INTEGER NOT NULL REFERENCES categories (id), -- 所属分类
  supplier_id INTEGER NOT NULL REFERENCES suppliers (id), -- 供应商
  list_price DECIMAL(10,2) NOT NULL, -- 标价，元
  cost DECIMAL(10,2) NOT NULL, -- 成本，元
  stock INTEGER NOT NULL, -- 库存数量
  weight_kg DECIMAL(8,2), -- 重量，千克
  launched_on DATE NOT NULL, -- 上架日期
  is_active BOOLEAN NOT NULL -- 是否在售
);

CREATE TABLE customers ( -- 客户
  id INTEGER PRIMARY KEY, -- 客户编号
  name VARCHAR(60) NOT NULL, -- 客户姓名
  gender VARCHAR(10), -- 性别：male 男，female 女
  birthday DATE, -- 生日
  email VARCHAR(120), -- 邮箱
  phone VARCHAR(30), -- 手机号
  country VARCHAR(40) NOT NULL, -- 国家
  province VARCHAR(40), -- 省份
  city VARCHAR(40) NOT NULL, -- 城市
  level VARCHAR(10) NOT NULL, -- 会员等级
  registered_at DATETIME NOT NULL -- 注册时间
);

CREATE TABLE stores ( -- 门店
  id INTEGER PRIMARY KEY, -- 门店编号
  name VARCHAR(60) NOT NULL, -- 门店名称
  region VARCHAR(20) NOT NULL, -- 大区
  city VARCHAR(40) NOT NULL, -- 所在城市
  area_m2 INTEGER, -- 面积，平方米
  opened_on DATE NOT NULL -- 开业日期
);

CREATE TABLE employees ( -- 员工
  id INTEGER PRIMARY KEY, -- 员工编号
  name VARCHAR(40) NOT NULL, -- 员工姓名
  title VARCHAR(40) NOT NULL, -- 职位
  store_id INTEGER NOT NULL REFERENCES stores (id), -- 所在门店
  manager_id INTEGER REFERENCES employees (id), -- 直属上级
  salary DECIMAL(10,2) NOT NULL, -- 月薪，元
  hired_on DATE NOT NULL, -- 入职日期
  left_on DATE -- 离职日期，在职为空
);

CREATE TABLE orders ( -- 订单
  id INTEGER PRIMARY KEY, -- 订单编号
  order_no VARCHAR(20) NOT NULL UNIQUE, -- 订单号
  customer_id INTEGER NOT NULL REFERENCES customers (id), -- 客户
  store_id INTEGER REFERENCES stores (id), -- 门店，线上订单为空
  employee_id INTEGER REFERENCES employees (id), -- 销售员工
  channel VARCHAR(20) NOT NULL, -- 渠道
  status VARCHAR(20) NOT NULL, -- 订单状态：pending 待付款，paid 已付款，shipped 已发货，completed 已完成，cancelled 已取消，refunded 已退款
  ordered_at DATETIME NOT NULL, -- 下单时间
  discount DECIMAL(10,2) NOT NULL, -- 优惠金额，元
  total_amount DECIMAL(10,2) NOT NULL, -- 订单金额，元，已减优惠
  note VARCHAR(200) -- 买家留言
);

CREATE TABLE order_items ( -- 订单明细
  id INTEGER PRIMARY KEY, -- 明细编号
  order_id INTEGER NOT NULL REFERENCES orders (id), -- 所属订单
  product_id INTEGER NOT NULL REFERENCES products (id), -- 商品
  quantity INTEGER NOT NULL, -- 数量
  unit_price DECIMAL(10,2) NOT NULL, -- 成交单价，元
  amount DECIMAL(12,2) NOT NULL -- 销售额，元
);

CREATE TABLE payments ( -- 支付记录
  id INTEGER PRIMARY KEY, -- 支付编号
  order_id INTEGER NOT NULL REFERENCES orders (id), -- 所属订单
  method VARCHAR(20) NOT NULL, -- 支付方式
  amount DECIMAL(10,2) NOT NULL, -- 支付金额，元
  status VARCHAR(10) NOT NULL, -- 支付结果：success 成功，failed 失败
  paid_at DATETIME NOT NULL -- 支付时间
);

CREATE TABLE shipments ( -- 物流发货
  id INTEGER PRIMARY KEY, -- 发货编号
  order_id INTEGER NOT NULL REFERENCES orders (id), -- 所属订单
  carrier VARCHAR(20) NOT NULL, -- 物流公司
  tracking_no VARCHAR(30) NOT NULL, -- 运单号
  freight DECIMAL(8,2) NOT NULL, -- 运费，元
  shipped_at DATETIME NOT NULL, -- 发货时间
  delivered_at DATETIME -- 签收时间，未签收为空
);

CREATE TABLE refunds ( -- 退款
  id INTEGER PRIMARY KEY, -- 退款编号
  order_id INTEGER NOT NULL REFERENCES orders (id), -- 所属订单
  reason VARCHAR(40), -- 退款原因
  amount DECIMAL(10,2) NOT NULL, -- 退款金额，元
  requested_at DATETIME NOT NULL, -- 申请时间
  refunded_at DATETIME -- 退款完成时间，处理中为空
);

CREATE TABLE calendar ( -- 日历
  day DATE PRIMARY KEY, -- 日期
  year INTEGER NOT NULL, -- 年
  month INTEGER NOT NULL, -- 月
  weekday INTEGER NOT NULL, -- 星期几，1 是星期一
  is_weekend BOOLEAN NOT NULL, -- 是否周末
  event VARCHAR(40) -- 促销活动
);
`;

/** Made after the rows, which is quicker. */
export const shopIndexes = `
CREATE INDEX orders_ordered_at ON orders (ordered_at);
CREATE INDEX orders_customer_id ON orders (customer_id);
CREATE INDEX orders_store_id ON orders (store_id);
CREATE INDEX order_items_order_id ON order_items (order_id);
CREATE INDEX order_items_product_id ON order_items (product_id);
CREATE INDEX payments_order_id ON payments (order_id);
CREATE INDEX shipments_order_id ON shipments (order_id);
CREATE INDEX refunds_order_id ON refunds (order_id);
CREATE INDEX products_category_id ON products (category_id);
`;
