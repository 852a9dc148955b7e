import { afterAll, expect, test } from 'vitest';
import { readShowplanXml } from './showplan-xml.ts';
import { sqlserver } from './sqlserver.engine.ts';
import { readShowplan } from './sqlserver.plan.ts';
import { startTdsServer } from './tds-server.ts';
import { columnsToken, errorToken, piecedValue, rowToken, tdsTypes } from './tds-tokens.ts';

/** As SQL Server writes it, without the parts that nobody reads here. */
const showplan = `<?xml version="1.0" encoding="utf-16"?>
<ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan" Version="1.564" Build="16.0.4135.4">
 <BatchSequence><Batch><Statements>
  <StmtSimple StatementText="SELECT 1 &lt; 2" StatementId="1" StatementType="SELECT" StatementSubTreeCost="12.5">
   <StatementSetOptions ANSI_NULLS="true" ANSI_PADDING="true"/>
   <QueryPlan CachedPlanSize="40">
    <RelOp NodeId="0" PhysicalOp="Hash Match" LogicalOp="Inner Join" EstimateRows="4200.5" EstimatedTotalSubtreeCost="12.5">
     <OutputList><ColumnReference Table="[orders]" Column="id"/></OutputList>
     <Hash>
      <HashKeysProbe><ColumnReference Table="[orders]" Column="customer_id"/></HashKeysProbe>
      <RelOp NodeId="1" PhysicalOp="Clustered Index Seek" LogicalOp="Clustered Index Seek" EstimateRows="1" EstimatedTotalSubtreeCost="0.003">
       <IndexScan Ordered="1"><Object Database="[shop]" Schema="[dbo]" Table="[cust]]omers]" Index="[pk_customers]"/>
        <SeekPredicates><SeekPredicateNew><SeekKeys><Prefix ScanType="EQ">
          <RangeExpressions><ScalarOperator ScalarString="(5)"><Const ConstValue="(5)"/></ScalarOperator></RangeExpressions>
        </Prefix></SeekKeys></SeekPredicateNew></SeekPredicates></IndexScan>
      </RelOp>
      <RelOp NodeId="2" PhysicalOp="Table Scan" LogicalOp="Table Scan" EstimateRows="4200.5" TableCardinality="2e+06" EstimatedTotalSubtreeCost="11.9">
       <TableScan><Object Database="[shop]" Schema="[dbo]" Table="[orders]"/>
        <Predicate><ScalarOperator ScalarString="[amount]&gt;(10) AND [note]=N&apos;&#x6587;&apos;"/></Predicate></TableScan>
      </RelOp>
     </Hash>
    </RelOp>
   </QueryPlan>
  </StmtSimple>
 </Statements></Batch></BatchSequence>
</ShowPlanXML>`;

const tree = {
  operation: 'Hash Match',
  object: null,
  estimatedRows: 4200.5,
  estimatedCost: 12.5,
  details: [
    { name: 'LogicalOp', value: 'Inner Join' },
    { name: 'HashKeysProbe', value: 'customer_id' },
  ],
  children: [
    {
      operation: 'Clustered Index Seek',
      object: 'cust]omers',
      details: [
        { name: 'Index', value: 'pk_customers' },
        { name: 'SeekPredicates', value: '(5)' },
      ],
      warning: null,
      children: [],
    },
    {
      operation: 'Table Scan',
      object: 'orders',
      details: [{ name: 'Predicate', value: "[amount]>(10) AND [note]=N'文'" }],
      warning: { zh: expect.stringContaining('orders'), en: expect.stringContaining('2,000,000') },
    },
  ],
};

test('the XML of a plan becomes a tree', () => {
  const plan = readShowplan(showplan);
  expect(plan.root).toMatchObject(tree);
  expect(plan.text).toBe(showplan);
});

test('XML with tags that do not match is refused', () => {
  expect(() => readShowplanXml('<a><b></a></b>')).toThrow(SyntaxError);
  expect(() => readShowplanXml('<a><b/>')).toThrow(SyntaxError);
  expect(readShowplanXml('<a x="1 > 0"><!-- <c> --><b/></a>').children).toEqual([
    { name: 'a', attributes: { x: '1 > 0' }, children: [{ name: 'b', attributes: {}, children: [] }] },
  ]);
});

const server = await startTdsServer({
  answer(sql) {
    if (sql.includes('secret')) return [errorToken(262, "SHOWPLAN permission denied in database 'shop'.")];
    if (!sql.includes('FROM orders')) return null;
    const column = { name: 'Microsoft SQL Server 2005 XML Showplan', type: tdsTypes.nvarcharMax };
    return [columnsToken([column]), rowToken([piecedValue(showplan)])];
  },
});
const database = await sqlserver.open(
  {
    host: '127.0.0.1',
    port: server.port,
    username: 'u',
    password: 'p',
    database: 'd',
    options: { tls: 'disable' },
  },
  { resolveHost: async (host) => host },
);
afterAll(async () => {
  await database.close();
  await server.close();
});

test('a plan is asked for in a session in which nothing runs', async () => {
  const params = ["x'; DROP TABLE t", 5, true];
  const plan = await database.explain('SELECT id FROM orders WHERE a = @p1', { params });
  expect(plan.root).toMatchObject(tree);
  expect(server.statements.slice(-2)).toEqual([
    'SET SHOWPLAN_XML ON',
    'DECLARE @p1 nvarchar(4000), @p2 bigint, @p3 bit; SELECT id FROM orders WHERE a = @p1',
  ]);
});

test('a login without the right to see plans is told so', async () => {
  await expect(database.explain('SELECT * FROM secret')).rejects.toMatchObject({ code: 'denied' });
});

test('what is no SELECT is not explained', async () => {
  const before = server.statements.length;
  await expect(database.explain('DELETE FROM orders')).rejects.toMatchObject({ code: 'read_only' });
  expect(server.statements).toHaveLength(before);
});
