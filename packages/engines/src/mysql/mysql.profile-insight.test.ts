import { expect, test } from 'vitest';
import { parseOlapPlan } from '../doris/doris.plan.ts';
import { olapReasons } from '../doris/doris.rights.ts';
import { parseOceanbasePlan } from '../oceanbase/oceanbase.plan.ts';
import { parseTidbPlan } from '../tidb/tidb.plan.ts';

test('the plan of TiDB becomes its tree', () => {
  const { root } = parseTidbPlan([
    ['Projection_7', '10.00', 'root', '', 'shop.orders.id'],
    ['└─HashJoin_30', '12.50', 'root', '', 'inner join'],
    ['  ├─TableReader_33(Build)', '10.00', 'root', '', 'data:Selection_32'],
    ['  │ └─TableFullScan_31', '200000.00', 'cop[tikv]', 'table:o', 'keep order:false'],
    ['  └─IndexRangeScan_34(Probe)', '3.00', 'cop[tikv]', 'table:c, index:city(city)', 'range:["a","a"]'],
  ]);
  expect(root).toMatchObject({ operation: 'Projection', estimatedRows: 10 });
  const join = root.children[0];
  expect(join?.children.map(({ operation }) => operation)).toEqual([
    'TableReader(Build)',
    'IndexRangeScan(Probe)',
  ]);
  expect(join?.children[0]?.children[0]).toMatchObject({
    operation: 'TableFullScan',
    object: 'o',
    estimatedRows: 200_000,
    warning: { zh: expect.stringContaining('o') },
  });
  expect(join?.children[1]).toMatchObject({ object: 'c', warning: null });
});

test('the plan of OceanBase becomes its tree', () => {
  const { root } = parseOceanbasePlan(
    JSON.stringify({
      ID: 0,
      OPERATOR: 'HASH JOIN ',
      NAME: '',
      'EST.ROWS': 990,
      COST: 3000,
      output: ['output([t1.a])'],
      CHILD_1: { ID: 1, OPERATOR: 'TABLE SCAN', NAME: 't1', 'EST.ROWS': 500_000, 'EST.TIME(us)': 46 },
      CHILD_2: { ID: 2, OPERATOR: 'TABLE SCAN', NAME: 't2(idx)', 'EST.ROWS': 500_000, COST: 46 },
    }),
  );
  expect(root).toMatchObject({ operation: 'HASH JOIN', estimatedRows: 990, estimatedCost: 3000 });
  expect(root.children.map(({ object, warning }) => [object, warning !== null])).toEqual([
    ['t1', true],
    ['t2(idx)', false],
  ]);
});

test.each([
  [
    'Doris',
    `PLAN FRAGMENT 0
  OUTPUT EXPRS:
    id[#5]
  PARTITION: HASH_PARTITIONED: id[#0]

  3:VHASH JOIN(120)
  |  join op: INNER JOIN(BROADCAST)[]
  |  cardinality=1,000
  |
  |----1:VEXCHANGE
  |       offset: 0
  |
  2:VOlapScanNode(80)
     TABLE: shop.orders(orders), PREAGGREGATION: ON
     cardinality=200,000, avgRowSize=0.0, numNodes=1`,
    [null, null, 'shop.orders'],
  ],
  [
    'StarRocks',
    `PLAN FRAGMENT 0
 OUTPUT EXPRS:1: id
  PARTITION: UNPARTITIONED

  RESULT SINK

  1:EXCHANGE

PLAN FRAGMENT 1
  0:OlapScanNode
     TABLE: orders
     PREAGGREGATION: ON
     cardinality=200000`,
    [null, 'orders'],
  ],
])('the plan of %s names its steps, tables and rows', (_, text, objects) => {
  const { root } = parseOlapPlan(text.split('\n'));
  expect(root.children.map(({ object }) => object)).toEqual(objects);
  expect(root.children.at(-1)).toMatchObject({
    operation: expect.stringContaining('OlapScanNode'),
    estimatedRows: 200_000,
    warning: { en: expect.stringContaining('orders') },
  });
});

test('the rights of Doris are read from its columns', () => {
  const graded = (...row: (string | null)[]) => olapReasons([row]).map(({ grade, right }) => [grade, right]);
  expect(graded("'r'@'%'", null, 'No', '', null, null, 'internal.shop: Select_priv', null)).toEqual([]);
  expect(
    graded(
      "'w'@'%'",
      null,
      'Yes',
      '',
      null,
      null,
      'internal.shop: Select_priv,Load_priv; internal.x: Drop_priv',
    ),
  ).toEqual([
    ['writer', 'Load_priv on internal.shop'],
    ['owner', 'Drop_priv on internal.x'],
  ]);
  expect(graded("'root'@'%'", 'ROOT', 'No', 'operator', 'Node_priv,Admin_priv')).toEqual([
    ['administrator', 'Node_priv'],
    ['administrator', 'Admin_priv'],
  ]);
});

test('the rights of StarRocks are read from its statements', () => {
  const graded = (grant: string) =>
    olapReasons([["'u'@'%'", 'default_catalog', grant]]).map(({ grade, right }) => [grade, right]);
  expect(graded("GRANT SELECT ON ALL TABLES IN DATABASE shop TO USER 'u'@'%'")).toEqual([]);
  expect(
    graded("GRANT SELECT, INSERT, CREATE TABLE ON DATABASE shop TO USER 'u'@'%' WITH GRANT OPTION"),
  ).toEqual([
    ['writer', 'INSERT on DATABASE shop'],
    ['owner', 'CREATE TABLE on DATABASE shop'],
    ['administrator', 'GRANT OPTION on DATABASE shop'],
  ]);
  expect(graded("GRANT 'root' TO 'root'@'%'")).toEqual([['administrator', "role 'root'"]]);
});
