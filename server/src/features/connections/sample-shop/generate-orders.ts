import type { Customer, Row, Store } from './generate-people.ts';
import type { Product } from './generate-products.ts';
import type { Random } from './random.ts';
import { eventOf, isoDay, isoTime, weekdayOf } from './shop-time.ts';
import { buyerNotes, refundReasons } from './vocabulary.ts';

export interface OrderTables {
  orders: Row[];
  orderItems: Row[];
  payments: Row[];
  shipments: Row[];
  refunds: Row[];
}

export interface OrderPlan {
  count: number;
  firstDay: number;
  today: number;
  customers: Customer[];
  products: Product[];
  stores: Store[];
}

const monthFactors = [0.95, 0.72, 0.95, 0.95, 1.05, 1.15, 0.95, 0.95, 1.05, 1.0, 1.3, 1.2];
const weekdayFactors = [0.9, 0.88, 0.9, 0.95, 1.08, 1.22, 1.15];
const channels = ['app', 'mini_program', 'web', 'store'];

/** How many orders each day gets: growth over time, seasons, weekdays, promotions and chance. */
function ordersPerDay(random: Random, plan: OrderPlan): number[] {
  const span = plan.today - plan.firstDay;
  const weights = Array.from({ length: span + 1 }, (_, index) => {
    const day = plan.firstDay + index;
    const month = new Date(day * 86_400_000).getUTCMonth();
    const season = (monthFactors[month] ?? 1) * (weekdayFactors[weekdayOf(day) - 1] ?? 1);
    const event = eventOf(day) === null ? 1 : 1.7;
    const soFar = day === plan.today ? 0.45 : 1;
    return (0.7 + (0.75 * index) / span) * season * event * soFar * (1 + 0.1 * random.normal());
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let exact = 0;
  let given = 0;
  return weights.map((weight) => {
    exact += (plan.count * weight) / total;
    const count = Math.round(exact) - given;
    given += count;
    return count;
  });
}

/** Chooses by weight in logarithmic time. */
function cumulativePicker<T>(random: Random, items: readonly T[], weight: (item: T) => number): () => T {
  let sum = 0;
  const sums = items.map((item) => {
    sum += weight(item);
    return sum;
  });
  return () => {
    const wanted = random.next() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    const item = items[low];
    if (item === undefined) throw new RangeError('Nothing to choose from');
    return item;
  };
}

function orderStatus(random: Random, age: number): string {
  const statuses = ['pending', 'paid', 'shipped', 'completed', 'cancelled', 'refunded'];
  if (age <= 1) return statuses[random.weighted([25, 45, 22, 2, 6, 0])] ?? 'paid';
  if (age <= 6) return statuses[random.weighted([4, 8, 45, 36, 6, 1])] ?? 'shipped';
  return statuses[random.weighted([0, 0, age < 15 ? 3 : 0, 88, 7, 5])] ?? 'completed';
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

interface OrderFacts {
  id: number;
  day: number;
  second: number;
  channel: string;
  status: string;
  total: number;
  today: number;
}

function addItems(
  random: Random,
  order: { id: number; day: number },
  pick: () => Product,
  rows: Row[],
): number {
  const wanted = 1 + random.weighted([30, 25, 18, 13, 9, 5]);
  const chosen = new Set<Product>();
  for (let attempt = 0; chosen.size < wanted && attempt < 20; attempt += 1) {
    const product = pick();
    if (product.launchedDay <= order.day) chosen.add(product);
  }
  let total = 0;
  for (const product of chosen) {
    const quantity = product.listPrice > 1000 ? 1 : 1 + random.weighted([70, 18, 8, 4]);
    const price = cents(product.listPrice * (random.next() < 0.65 ? 1 : 0.8 + 0.15 * random.next()));
    const amount = cents(price * quantity);
    rows.push([rows.length + 1, order.id, product.id, quantity, price, amount]);
    total += amount;
  }
  return cents(total);
}

function addPayments(random: Random, order: OrderFacts, rows: Row[]): void {
  const methods = order.channel === 'web' ? [40, 20, 25, 15] : [40, 48, 11, 1];
  const method = ['支付宝', '微信支付', '银行卡', 'PayPal'][random.weighted(methods)] ?? '支付宝';
  const failed = order.status === 'cancelled' ? random.next() < 0.3 : random.next() < 0.03;
  const at = (seconds: number): string => isoTime(order.day, Math.min(order.second + seconds, 86_399));
  if (failed) rows.push([rows.length + 1, order.id, method, order.total, 'failed', at(random.int(20, 200))]);
  if (order.status === 'pending' || order.status === 'cancelled') return;
  rows.push([rows.length + 1, order.id, method, order.total, 'success', at(random.int(210, 1500))]);
}

function addShipment(random: Random, order: OrderFacts, rows: Row[]): void {
  const sent = order.status === 'shipped' || order.status === 'completed';
  if (order.channel === 'store' || !(sent || (order.status === 'refunded' && random.next() < 0.7))) return;
  const shippedDay = Math.min(order.day + random.int(0, 2), order.today);
  const deliveredDay = shippedDay + random.int(1, 6);
  const arrived = order.status !== 'shipped' && deliveredDay <= order.today;
  const carrier = ['顺丰', '中通', '京东物流', '圆通', 'DHL'][random.weighted([30, 25, 22, 15, 8])] ?? '顺丰';
  const freight = cents(6 + 18 * random.next() ** 2);
  const earliest = shippedDay === order.day ? Math.min(order.second + 1800, 86_000) : 28_000;
  const shippedAt = isoTime(shippedDay, random.int(earliest, 86_300));
  const deliveredAt = arrived ? isoTime(deliveredDay, random.int(30_000, 75_000)) : null;
  rows.push([
    rows.length + 1,
    order.id,
    carrier,
    `YD${100_000_000 + order.id}`,
    freight,
    shippedAt,
    deliveredAt,
  ]);
}

function addRefund(random: Random, order: OrderFacts, rows: Row[]): void {
  const partly = order.status === 'completed' && random.next() < 0.02;
  if (order.status !== 'refunded' && !partly) return;
  const requested = Math.min(order.day + random.int(1, 12), order.today);
  const done =
    order.status === 'refunded' ? Math.min(requested + random.int(0, 4), order.today) : requested + 3;
  rows.push([
    rows.length + 1,
    order.id,
    random.next() < 0.08 ? null : random.pick(refundReasons),
    partly ? cents(order.total * (0.1 + 0.4 * random.next())) : order.total,
    isoTime(requested, random.int(28_800, 43_000)),
    done <= order.today ? isoTime(done, random.int(43_200, 79_000)) : null,
  ]);
}

/** Orders in the order they came in, each with its items and what followed: payment, shipment, refund. */
export function generateOrders(random: Random, plan: OrderPlan): OrderTables {
  const tables: OrderTables = { orders: [], orderItems: [], payments: [], shipments: [], refunds: [] };
  const pickProduct = cumulativePicker(random, plan.products, (product) => product.popularity);
  let known: Customer[] = [];
  let pickCustomer: () => Customer = () => {
    throw new RangeError('No customer has registered before the first order');
  };
  let customersSeen = 0;
  ordersPerDay(random, plan).forEach((count, offset) => {
    const day = plan.firstDay + offset;
    while ((plan.customers[customersSeen]?.registeredDay ?? Number.POSITIVE_INFINITY) < day)
      customersSeen += 1;
    if (customersSeen !== known.length) {
      known = plan.customers.slice(0, customersSeen);
      pickCustomer = cumulativePicker(random, known, (customer) => customer.activity);
    }
    const latest = day === plan.today ? 32_000 : 86_000;
    const seconds = Array.from(
      { length: count },
      () => random.int(1000, latest) * 0.6 + random.int(1000, latest) * 0.4,
    );
    seconds.sort((a, b) => a - b);
    for (const second of seconds)
      addOrder(random, plan, tables, { day, second: Math.floor(second), pickCustomer, pickProduct });
  });
  return tables;
}

function addOrder(
  random: Random,
  plan: OrderPlan,
  tables: OrderTables,
  at: { day: number; second: number; pickCustomer: () => Customer; pickProduct: () => Product },
): void {
  const id = tables.orders.length + 1;
  const channel = channels[random.weighted([38, 24, 16, 22])] ?? 'app';
  const open = plan.stores.filter((store) => store.openedDay <= at.day);
  const store = channel === 'store' && open.length > 0 ? random.pick(open) : null;
  const seller = store ? random.pick(store.sellers) : null;
  const status = orderStatus(random, plan.today - at.day);
  const goods = addItems(random, { id, day: at.day }, at.pickProduct, tables.orderItems);
  const discount =
    random.next() < 0.3 ? cents(Math.min(goods * 0.2, random.pick([5, 10, 20, 30, 50, 100]))) : 0;
  const total = cents(goods - discount);
  const number = `${isoDay(at.day).replaceAll('-', '')}${String(id).padStart(6, '0')}`;
  const note = random.next() < 0.07 ? random.pick(buyerNotes) : null;
  const orderedAt = isoTime(at.day, at.second);
  const customer = at.pickCustomer().id;
  tables.orders.push([
    id,
    number,
    customer,
    store?.id ?? null,
    seller,
    channel,
    status,
    orderedAt,
    discount,
    total,
    note,
  ]);
  const facts: OrderFacts = { id, day: at.day, second: at.second, channel, status, total, today: plan.today };
  addPayments(random, facts, tables.payments);
  addShipment(random, facts, tables.shipments);
  addRefund(random, facts, tables.refunds);
}
