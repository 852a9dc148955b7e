import { expect, test } from 'vitest';
import type { PlanNode } from '../plan.ts';
import { parseMysqlPlan } from './mysql.plan.ts';

/** A plan as lines, with what is worth seeing of each step. */
function drawn(step: PlanNode, depth = 0): string[] {
  const parts = [step.operation, step.object, step.estimatedRows, step.warning ? '!' : null];
  const line = '  '.repeat(depth) + parts.filter((part) => part !== null).join(' ');
  return [line, ...step.children.flatMap((child) => drawn(child, depth + 1))];
}

test('reads the plan of MySQL 8', () => {
  const text = JSON.stringify({
    query_block: {
      select_id: 1,
      cost_info: { query_cost: '20471.35' },
      ordering_operation: {
        using_filesort: true,
        grouping_operation: {
          using_temporary_table: true,
          using_filesort: false,
          nested_loop: [
            {
              table: {
                table_name: 'o',
                access_type: 'ALL',
                rows_examined_per_scan: 200000,
                filtered: '33.33',
                cost_info: {
                  read_cost: '1',
                  eval_cost: '2',
                  prefix_cost: '20350.00',
                  data_read_per_join: '3M',
                },
                used_columns: ['id', 'cid'],
                attached_condition: '(`o`.`amount` > 5)',
                attached_subqueries: [
                  {
                    dependent: true,
                    cacheable: false,
                    query_block: { select_id: 2, message: 'No tables used' },
                  },
                ],
              },
            },
            { table: { table_name: 'c', access_type: 'eq_ref', key: 'PRIMARY', rows_examined_per_scan: 1 } },
          ],
        },
      },
    },
  });
  const { root } = parseMysqlPlan(text);
  expect(drawn(root)).toEqual([
    'query_block',
    '  ordering_operation !',
    '    grouping_operation !',
    '      nested_loop',
    '        ALL o 200000 !',
    '          No tables used',
    '        eq_ref c 1',
  ]);
  expect(root.estimatedCost).toBe(20471.35);
});

test('reads the plan of newer servers, which nest inputs', () => {
  const { root } = parseMysqlPlan(
    JSON.stringify({
      query: '/* select#1 */ select …',
      query_plan: {
        operation: 'Sort: o.amount',
        access_type: 'sort',
        estimated_rows: 250000,
        estimated_total_cost: 25000.5,
        inputs: [
          {
            operation: 'Table scan on o',
            table_name: 'o',
            access_type: 'table',
            estimated_rows: 250000,
            inputs: [],
          },
        ],
      },
    }),
  );
  expect(drawn(root)).toEqual(['Sort: o.amount 250000 !', '  Table scan on o o 250000 !']);
  expect(root.estimatedCost).toBe(25000.5);
});

test('reads the plan of MariaDB', () => {
  const table = { table_name: 'o', access_type: 'ALL', rows: 150000, filtered: 100 };
  const { root } = parseMysqlPlan(
    JSON.stringify({
      query_block: {
        select_id: 1,
        nested_loop: [
          { read_sorted_file: { filesort: { sort_key: 'o.amount', table } } },
          {
            table: {
              table_name: '<derived2>',
              access_type: 'ALL',
              rows: 900000,
              materialized: { query_block: { select_id: 2, table } },
            },
          },
        ],
      },
    }),
  );
  expect(drawn(root)).toEqual([
    'query_block',
    '  nested_loop',
    '    read_sorted_file',
    '      filesort !',
    '        ALL o 150000 !',
    '    ALL <derived2> 900000',
    '      materialized',
    '        query_block',
    '          ALL o 150000 !',
  ]);
});
