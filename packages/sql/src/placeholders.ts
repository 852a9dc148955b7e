import type { Cell } from '@sextant/contract/chart';
import type { Dialect } from './dialect.ts';

/** Writes the placeholders of one statement and collects their values in the order in which the engine wants them. */
export interface Placeholders {
  /** `tested` for a parameter that is only compared with NULL. */
  write(name: string, value: Cell, tested: boolean): string;
  params(): Cell[];
}

interface Style {
  /** Whether one placeholder may stand at several places; otherwise each place has one of its own. */
  shared: boolean;
  text(number: number, value: Cell): string;
  /** Where the database cannot deduce a type from `IS NULL`: a placeholder of its own with a type. */
  tested?(number: number): string;
}

/** A shared placeholder lets the database deduce its type from any place, as in `:id IS NULL OR id = :id`. */
const styles: Record<Dialect, Style> = {
  postgresql: { shared: true, text: (number) => `$${number}`, tested: (number) => `$${number}::text` },
  duckdb: { shared: true, text: (number) => `$${number}` },
  sqlite: { shared: true, text: (number) => `?${number}` },
  mysql: { shared: false, text: () => '?' },
  tsql: { shared: true, text: (number) => `@p${number}` },
  oracle: { shared: false, text: (number) => `:${number}` },
  clickhouse: { shared: true, text: (number, value) => `{p${number}:${clickhouseType(value)}}` },
};

function clickhouseType(value: Cell): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'Int64' : 'Float64';
  if (typeof value === 'boolean') return 'Bool';
  return value === null ? 'Nullable(String)' : 'String';
}

/** Two characters that read as a value, for a statement that is only read. */
export const sampleValues: Record<Dialect, string> = {
  postgresql: '$1',
  duckdb: '$1',
  sqlite: '?1',
  mysql: '?',
  tsql: '@p',
  oracle: ':p',
  clickhouse: '0',
};

export function createPlaceholders(dialect: Dialect): Placeholders {
  const style = styles[dialect];
  const texts = new Map<string, string>();
  const params: Cell[] = [];
  return {
    write(name, value, tested) {
      if (tested && style.tested) return style.tested(params.push(value));
      const known = texts.get(name);
      if (known !== undefined && style.shared) return known;
      params.push(value);
      const text = style.text(params.length, value);
      texts.set(name, text);
      return text;
    },
    params: () => params,
  };
}
