import { quoteIdentifier } from '@sextant/sql/identifier';
import { describe, expect } from 'vitest';
import type { PlanNode } from '../plan.ts';
import type { Trial } from './trial.ts';

const grades = ['administrator', 'owner', 'writer', 'unknown', 'reader'];

function stepsOf(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(stepsOf)];
}

/** Plans, definitions and rights. */
export function tryInsight({ engine, prepared, database, spec, fixture }: Trial): void {
  describe('explains', () => {
    spec('how it would read a table, with parameters as well', async (skip) => {
      const { noPlans } = prepared();
      if (noPlans) skip(noPlans);
      const table = (await database().catalog()).tables.find(({ kind }) => kind === 'table');
      const names = [table?.schema, table?.name].filter((name) => typeof name === 'string');
      const path = names.map((name) => quoteIdentifier(engine.dialect, name)).join('.');
      const { root, text } = await database().explain(['SELECT * FROM', path].join(' '));
      expect(
        stepsOf(root).some((step) => `${step.object} ${step.operation}`.includes(table?.name ?? '?')),
      ).toBe(true);
      expect(stepsOf(root).every((step) => step.operation !== '')).toBe(true);
      expect(text).not.toBe('');
      const { sql, params } = fixture.echo;
      expect((await database().explain(sql, { params })).root.operation).not.toBe('');
    });

    spec('a statement without running it', async (skip) => {
      const { noPlans } = prepared();
      if (noPlans) skip(noPlans);
      const startedAt = performance.now();
      await database().explain(fixture.endless);
      expect(performance.now() - startedAt).toBeLessThan(5000);
      for (const sql of fixture.writes.slice(0, 3)) {
        await expect(database().explain(`ANALYZE ${sql}`)).rejects.toMatchObject({ name: 'EngineError' });
      }
    });

    spec('what makes each table and view', async () => {
      for (const table of (await database().catalog()).tables) {
        const text = await database().definition(table);
        expect(text).toMatch(/^create /i);
        for (const { name } of [table, ...(table.kind === 'table' ? table.columns : [])]) {
          expect(text).toContain(name);
        }
      }
    });

    spec('that a table is gone', async () => {
      const [table] = (await database().catalog()).tables;
      if (!table) throw new Error('No table');
      await expect(database().definition({ ...table, name: 'gone "`]\\' })).rejects.toMatchObject({
        code: 'unknown_table',
      });
    });

    spec('what its login may do, worst first, and how to make a reader', async () => {
      const { login, grade, reasons, readerScript } = await database().rights();
      expect(login).not.toBe('');
      expect(grade).toBe(reasons[0]?.grade ?? 'reader');
      const order = reasons.map((reason) => grades.indexOf(reason.grade));
      expect(order).toEqual(order.toSorted((left, right) => left - right));
      expect(reasons.every(({ right, text }) => right && text.zh && text.en)).toBe(true);
      expect(readerScript).not.toBe('');
    });
  });
}
