import type { Row } from './generate-people.ts';
import type { Random } from './random.ts';
import { isoDay } from './shop-time.ts';
import { catalogue, suppliers } from './vocabulary.ts';

/** What orders need to know of a product; `row` is what is stored. */
export interface Product {
  id: number;
  listPrice: number;
  launchedDay: number;
  popularity: number;
  row: Row;
}

function supplierRows(random: Random): Row[] {
  return suppliers.map(([name, country], index) => [
    index + 1,
    name,
    country,
    random.next() < 0.15
      ? null
      : random.pick(['王经理', '李经理', '陈女士', '周先生', 'Ms. Park', 'Mr. Weber']),
    random.next() < 0.1 ? null : `+86 755 ${random.int(20_000_000, 89_999_999)}`,
    random.next() < 0.1 ? null : Math.round(30 + 20 * random.next()) / 10,
  ]);
}

/** The category tree, the suppliers and the products, cheaper ones selling more often. */
export function generateProducts(
  random: Random,
  firstDay: number,
): { categories: Row[]; suppliers: Row[]; products: Product[] } {
  const categories: Row[] = [];
  const products: Product[] = [];
  const addCategory = (name: string, parent: number | null): number => {
    categories.push([categories.length + 1, name, parent]);
    return categories.length;
  };
  const addProduct = (name: string, category: number, supplier: number, listPrice: number): void => {
    const id = products.length + 1;
    const launchedDay = random.next() < 0.7 ? firstDay - random.int(30, 400) : firstDay + random.int(30, 600);
    const cost = Math.round(listPrice * (0.45 + 0.3 * random.next()) * 100) / 100;
    const stock = random.next() < 0.05 ? 0 : random.int(3, 900);
    const weight = random.next() < 0.12 ? null : Math.round(10 + 900 * random.next() ** 3) / 100;
    const active = random.next() < 0.94 ? 1 : 0;
    const sku = `SKU-${String(1000 + id)}`;
    const row = [
      id,
      sku,
      name,
      category,
      supplier,
      listPrice,
      cost,
      stock,
      weight,
      isoDay(launchedDay),
      active,
    ];
    const popularity = (0.3 + 2 * random.next() ** 2) * (400 / (400 + listPrice)) + 0.05;
    products.push({ id, listPrice, launchedDay, popularity, row });
  };
  for (const [parentName, leaves] of Object.entries(catalogue)) {
    const parent = addCategory(parentName, null);
    const supplier = random.int(1, suppliers.length);
    for (const [leafName, items] of Object.entries(leaves)) {
      const leaf = addCategory(leafName, parent);
      for (const [name, price] of items) {
        const own = random.next() < 0.5 ? supplier : random.int(1, suppliers.length);
        addProduct(name, leaf, own, price);
      }
    }
  }
  return { categories, suppliers: supplierRows(random), products };
}
