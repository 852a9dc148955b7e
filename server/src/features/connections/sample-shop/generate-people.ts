import type { Random } from './random.ts';
import { isoDay, isoTime } from './shop-time.ts';
import {
  chineseGivenNames,
  chineseSurnames,
  otherCountries,
  provinces,
  stores,
  westernGivenNames,
  westernSurnames,
} from './vocabulary.ts';

export type Row = (string | number | null)[];

/** What orders need to know of a customer; `row` is what is stored. */
export interface Customer {
  id: number;
  registeredDay: number;
  /** How often the customer buys, relative to others; 0 for those who never did. */
  activity: number;
  row: Row;
}

export interface Store {
  id: number;
  openedDay: number;
  sellers: number[];
  row: Row;
}

function personName(random: Random, chinese: boolean, gender: 'male' | 'female'): string {
  if (chinese) return random.pick(chineseSurnames) + random.pick(chineseGivenNames[gender]);
  return `${random.pick(westernGivenNames[gender])} ${random.pick(westernSurnames)}`;
}

function home(random: Random): { country: string; province: string | null; city: string } {
  const index = random.weighted([100, ...otherCountries.map(([, weight]) => weight)]);
  const abroad = otherCountries[index - 1];
  if (abroad) return { country: abroad[0], province: null, city: random.pick(abroad[2]) };
  const [province, , cities] = provinces[random.weighted(provinces.map(([, weight]) => weight))] ?? [
    '',
    0,
    [''],
  ];
  return { country: '中国', province, city: random.pick(cities) };
}

function customerRow(random: Random, id: number, registered: string, activity: number, today: number): Row {
  const place = home(random);
  const gender = random.next() < 0.52 ? 'female' : 'male';
  const chinese = place.country === '中国';
  const age = Math.round(18 + 45 * random.next() ** 1.4);
  const levels = ['普通', '银卡', '金卡', '钻石'];
  const level = Math.min(3, Math.floor(activity * (0.7 + 1.2 * random.next())));
  const mobile = `1${random.pick(['38', '39', '58', '77', '86', '99'])}${random.int(10_000_000, 99_999_999)}`;
  return [
    id,
    personName(random, chinese, gender),
    random.next() < 0.06 ? null : gender,
    random.next() < 0.15 ? null : isoDay(today - age * 365 - random.int(0, 364)),
    random.next() < 0.12 ? null : `customer${id}@example.com`,
    chinese ? mobile : null,
    place.country,
    place.province,
    place.city,
    levels[level] ?? '普通',
    registered,
  ];
}

/** Customers in the order they registered, more of them lately than long ago. */
export function generateCustomers(
  random: Random,
  count: number,
  firstDay: number,
  today: number,
): Customer[] {
  const days = Array.from(
    { length: count },
    () => firstDay + Math.floor((today - firstDay) * random.next() ** 0.75),
  );
  days.sort((a, b) => a - b);
  return days.map((registeredDay, index) => {
    const id = index + 1;
    const activity = random.next() < 0.08 ? 0 : 0.2 + 1.8 * random.next() ** 2.5;
    const registered = isoTime(registeredDay, random.int(25_000, 82_000));
    return { id, registeredDay, activity, row: customerRow(random, id, registered, activity, today) };
  });
}

/** Stores and their staff: a manager each, a few sellers; some people have left. */
export function generateStores(random: Random, today: number): { stores: Store[]; employees: Row[] } {
  const employees: Row[] = [];
  const hire = (
    title: string,
    store: number,
    manager: number | null,
    pay: number,
    opened: number,
  ): number => {
    const id = employees.length + 1;
    const hired = Math.min(opened + random.int(-30, 900), today - random.int(20, 200));
    const gone = manager !== null && random.next() < 0.14 && hired < today - 300;
    const salary = Math.round((pay * (0.85 + 0.4 * random.next())) / 50) * 50;
    const name = personName(random, true, random.next() < 0.5 ? 'male' : 'female');
    employees.push([
      id,
      name,
      title,
      store,
      manager,
      salary,
      isoDay(hired),
      gone ? isoDay(today - random.int(5, 200)) : null,
    ]);
    return id;
  };
  const list = stores.map(([name, region, city], index): Store => {
    const id = index + 1;
    const openedDay = today - random.int(500, 2600);
    const area = random.next() < 0.1 ? null : random.int(8, 60) * 10;
    const manager = hire('Store Manager', id, null, 16_000, openedDay);
    const assistant = hire('Assistant Manager', id, manager, 11_000, openedDay);
    const sellers = Array.from({ length: random.int(3, 6) }, () =>
      hire('Sales Associate', id, assistant, 7000, openedDay),
    );
    hire('Cashier', id, manager, 6000, openedDay);
    return { id, openedDay, sellers, row: [id, name, region, city, area, isoDay(openedDay)] };
  });
  return { stores: list, employees };
}
