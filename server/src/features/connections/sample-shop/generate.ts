import { generateOrders } from './generate-orders.ts';
import { generateCustomers, generateStores, type Row } from './generate-people.ts';
import { generateProducts } from './generate-products.ts';
import { createRandom } from './random.ts';
import { dayNumber, eventOf, isoDay, weekdayOf } from './shop-time.ts';

const orderCount = 20_000;
const customerCount = 3_000;
const orderDays = 730;

/** The shop's rows by table, in an order in which foreign keys hold. */
export type ShopRows = Record<string, Row[]>;

function calendarRows(firstDay: number, lastDay: number): Row[] {
  return Array.from({ length: lastDay - firstDay + 1 }, (_, index) => {
    const day = firstDay + index;
    const iso = isoDay(day);
    const weekday = weekdayOf(day);
    return [
      iso,
      Number(iso.slice(0, 4)),
      Number(iso.slice(5, 7)),
      weekday,
      weekday > 5 ? 1 : 0,
      eventOf(day),
    ];
  });
}

/**
 * Makes the shop up: 20,000 orders over the 24 months that end with `today` (ISO date), the same for the same
 * seed and day. Throws a `RangeError` when `today` is no date.
 */
export function generateShop(options: { today: string; seed: number }): ShopRows {
  const today = dayNumber(options.today);
  const firstDay = today - orderDays + 1;
  const random = createRandom(options.seed);
  const goods = generateProducts(random, firstDay);
  const customers = generateCustomers(random, customerCount, firstDay - 200, today);
  const { stores, employees } = generateStores(random, today);
  const plan = { count: orderCount, firstDay, today, customers, products: goods.products, stores };
  const orders = generateOrders(random, plan);
  return {
    categories: goods.categories,
    suppliers: goods.suppliers,
    products: goods.products.map((product) => product.row),
    customers: customers.map((customer) => customer.row),
    stores: stores.map((store) => store.row),
    employees,
    orders: orders.orders,
    order_items: orders.orderItems,
    payments: orders.payments,
    shipments: orders.shipments,
    refunds: orders.refunds,
    calendar: calendarRows(firstDay, today),
  };
}
