import type { Dialect } from '@sextant/sql/dialect';
import { guard } from '@sextant/sql/guard';
import { type Figure, median, milliseconds, quantile, timed } from './figure.ts';

const warmUps = 100;
const runs = 400;

const months: Record<Dialect, string> = {
  postgresql: "date_trunc('month', o.created_at)",
  mysql: "date_format(o.created_at, '%Y-%m-01')",
  sqlite: "strftime('%Y-%m-01', o.created_at)",
  duckdb: "date_trunc('month', o.created_at)",
  clickhouse: 'toStartOfMonth(o.created_at)',
  tsql: 'DATEFROMPARTS(YEAR(o.created_at), MONTH(o.created_at), 1)',
  oracle: "TRUNC(o.created_at, 'MM')",
};

const limits: Partial<Record<Dialect, string>> = {
  tsql: 'OFFSET 0 ROWS FETCH NEXT 500 ROWS ONLY',
  oracle: 'FETCH FIRST 500 ROWS ONLY',
};

/** A statement of 30 lines as an analyst writes it: two common table expressions, joins, a window, a subquery. */
function statement(month: string, limit = 'LIMIT 500'): string {
  return `WITH paid AS (
  SELECT
    ${month} AS month,
    c.region,
    p.category_id,
    sum(i.quantity * i.unit_price) AS sales,
    count(DISTINCT o.id) AS orders
  FROM orders AS o
  JOIN order_items AS i ON i.order_id = o.id
  JOIN products AS p ON p.id = i.product_id
  LEFT JOIN customers AS c ON c.id = o.customer_id
  WHERE o.status IN ('paid', 'shipped', 'done')
    AND o.created_at >= '2025-01-01'
    AND p.name NOT LIKE '%sample%'
    AND NOT EXISTS (SELECT 1 FROM refunds AS r WHERE r.order_id = o.id)
  GROUP BY ${month}, c.region, p.category_id
),
ranked AS (
  SELECT
    paid.*,
    rank() OVER (PARTITION BY month, region ORDER BY sales DESC) AS place,
    sales / nullif(sum(sales) OVER (PARTITION BY month), 0) AS share
  FROM paid
)
SELECT month, region, category_id, sales, orders, round(share * 100, 2) AS percent,
  CASE WHEN share > 0.5 THEN 'large' WHEN share > 0.1 THEN 'middle' ELSE 'small' END AS size
FROM ranked
WHERE place <= 5 AND coalesce(region, '') <> ''
ORDER BY month DESC, region, place
${limit}`;
}

/** Time of the guard on a 30-line statement, per dialect, after warm-up. */
export async function benchGuard(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [dialect, month] of Object.entries(months) as [Dialect, string][]) {
    const sql = statement(month, limits[dialect]);
    const verdict = await guard(sql, dialect);
    if (!verdict.allow) throw new Error(`the guard refuses the ${dialect} statement: ${verdict.reason.en}`);
    for (let run = 0; run < warmUps; run += 1) await guard(sql, dialect);
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) times.push(await timed(() => guard(sql, dialect)));
    const middle = median(times);
    const slow = quantile(times, 0.99);
    figures.push({
      work: `guard, 30 lines, ${dialect}`,
      measured: `median ${milliseconds(middle)}, p99 ${milliseconds(slow)}`,
      reference: '',
      aim: 'median < 3 ms, p99 < 15 ms',
      pass: middle < 3 && slow < 15,
    });
  }
  return figures;
}
