import { describe, expect, it } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { sketchCatalog } from './test-catalogs.ts';

function columnsOf(name: string, prepared: ReturnType<typeof prepareCatalog>) {
  return prepared.tables.find((table) => table.name === name)?.columns ?? [];
}

describe('a prepared catalog', () => {
  it('finds keys behind prefixes and abbreviations when none is declared', () => {
    const prepared = prepareCatalog(
      sketchCatalog({
        zzCustomer: { columns: ['zzCustId text', 'zzCustName text'] },
        zzTransaction: { columns: ['zzTxId text', 'zzTxCustId text', 'zzTxAmount number'] },
        zzTicket: { columns: ['zzTicketId text', 'zzTicketNote text'] },
      }),
    );
    const key = columnsOf('zzTransaction', prepared).find((column) => column.name === 'zzTxCustId');
    expect(key?.references?.name).toBe('zzCustId');
  });

  it('does not take a number about a thing for a key to it', () => {
    const prepared = prepareCatalog(
      sketchCatalog({
        semester: { columns: ['semester_id integer', 'year integer'] },
        course: { columns: ['course_id integer', 'num_semesters integer'] },
      }),
    );
    expect(columnsOf('course', prepared)[1]?.references).toBeNull();
  });

  it('shows people by both names, things by their title, and events by their number', () => {
    const prepared = prepareCatalog(
      sketchCatalog({
        people: { columns: ['id integer', 'first_name text', 'last_name text'] },
        books: { columns: ['id integer', 'isbn text', 'title text'] },
        orders: {
          columns: [
            'order_id integer',
            'person_id integer -> people.id',
            'ordered_on date',
            'ship_name text',
          ],
        },
      }),
    );
    expect(prepared.tables.map((table) => table.nameColumns.map((column) => column.name))).toEqual([
      ['first_name', 'last_name'],
      ['title'],
      ['order_id'],
    ]);
  });

  it('serves catalogs with no table, with cyclic keys and with one name everywhere', () => {
    expect(prepareCatalog({ tables: [] }).tables).toEqual([]);
    const cyclic = sketchCatalog({
      a: { columns: ['id integer', 'b_id integer -> b.id', 'name text'] },
      b: { columns: ['id integer', 'a_id integer -> a.id', 'name text'] },
    });
    expect(prepareCatalog(cyclic).tables).toHaveLength(2);
  });
});
