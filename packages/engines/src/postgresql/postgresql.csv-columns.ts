import type { FieldDef } from 'pg';

/** What a spreadsheet may take for a formula; the numbers are the code points of `formulaStart` in csv-text.ts. */
const armedStart = (text: string) =>
  ['ascii(', text, ") = ANY ('{9,10,13,43,45,61,64,65291,65293,65309,65312}'::int4[])"].join('');
const plainNumber = "'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$'";

type Expression = (column: string) => string;

function choose(...cases: [condition: string, result: string][]): string {
  return ['CASE', ...cases.map(([condition, result]) => ['WHEN', condition, 'THEN', result].join(' '))].join(
    ' ',
  );
}

function otherwise(cases: string, result: string): string {
  return [cases, 'ELSE', result, 'END'].join(' ');
}

const asText: Expression = (column) => `${column}::text`;

/** Text with an apostrophe before what would run as a formula. */
function disarmed(text: Expression): Expression {
  return (column) => {
    const shown = text(column);
    const armed = [armedStart(shown), 'AND', shown, '!~', plainNumber].join(' ');
    return otherwise(choose([armed, `concat('''', ${shown})`]), shown);
  };
}

/** Shown as JavaScript shows a double; both print the shortest digits, and part ways in the exponent. */
const doubleText = (column: string) => `replace(${column}::text, 'e-0', 'e-')`;

function floating(plainBelow: string): Expression {
  return (column) => {
    const text = `${column}::text`;
    const size = `abs(${column})`;
    // A `real` is compared by what is shown of it, for it lies a little beside the power of ten that it means.
    const shown = `abs(${text}::float8)`;
    return otherwise(
      choose(
        [`${column} = 0`, "'0'"],
        [`${size} >= 1e-4 AND ${size} < ${plainBelow}`, text],
        [`${column} = '-Infinity'`, "'''-Infinity'"],
        [`${column} IN ('Infinity', 'NaN')`, text],
        [`${shown} >= 1e-6 AND ${shown} < 1e21`, `${text}::numeric::text`],
      ),
      doubleText(column),
    );
  };
}

/** 10^15, 10^14 … 10^-21: what a value of so many decimals stays below when fifteen digits are enough for it. */
const powers = `('{${Array.from({ length: 37 }, (_, place) => `1e${15 - place}`).join()}}'::numeric[])`;

const rareNumeric: Expression = (column) => {
  const text = `${column}::text`;
  const zeros = otherwise(choose([`scale(${column}) > 0`, "'0'"]), "''");
  const digits = `length(rtrim(ltrim(translate(trim_scale(${column})::text, '-.', ''), '0'), ${zeros}))`;
  return otherwise(
    choose(
      [`${text} = '-Infinity'`, "'''-Infinity'"],
      [`${text} IN ('NaN', 'Infinity') OR ${digits} > 15`, text],
      [`abs(${column}) >= 1e21 OR abs(${column}) < 1e-6`, doubleText(`${column}::float8`)],
    ),
    `trim_scale(${column})::text`,
  );
};

/** Trailing zeros go where a double holds the value, as in `decimalCell`; more digits stay as they are. */
const anyNumeric: Expression = (column) => {
  const usual = `abs(${column}) >= 1e-6 AND abs(${column}) <`;
  return otherwise(
    choose(
      [`${column} = 0`, "'0'"],
      [`${usual} ${powers}[min_scale(${column}) + 1]`, `trim_scale(${column})::text`],
      [`${usual} 1e15`, `${column}::text`],
    ),
    rareNumeric(column),
  );
};

/** `numeric(p,s)` that a double always holds and JavaScript never shows with an exponent. */
function isPlainNumeric(typmod: number): boolean {
  if (typmod < 4) return false;
  return (typmod - 4) >> 16 <= 15 && ((typmod - 4) & 0x7ff) <= 6;
}

/** Finite times never begin like a formula; `-infinity` does. */
function finite(shown: Expression): Expression {
  return (column) => otherwise(choose([`isfinite(${column})`, shown(column)]), disarmed(asText)(column));
}

/** `+08` becomes `+08:00`. */
const withFullOffset: Expression = (text) =>
  `${text} || ${otherwise(choose([`left(right(${text}, 3), 1) IN ('+', '-')`, "':00'"]), "''")}`;

const zonedText: Expression = (column) => {
  const full = `(${withFullOffset(asText(column))})`;
  const usual = `${column} >= '0001-01-03' AND ${column} < '9999-12-30'`;
  const spaced = `substr(${full}, 11, 1) = ' '`;
  return otherwise(
    choose(
      [usual, `btrim(to_json(${column})::text, '"')`],
      [`NOT isfinite(${column})`, disarmed(asText)(column)],
      [spaced, `overlay(${full} placing 'T' from 11 for 1)`],
    ),
    full,
  );
};

const base64: Expression = (column) => `translate(encode(${column}, 'base64'), chr(10), '')`;
const untouched: Expression = (column) => column;

/** By OID; `character` keeps its trailing spaces only so. Types that are missing here are texts of any kind. */
const expressions = new Map<number, Expression>([
  [16, asText],
  [17, disarmed(base64)],
  [20, untouched],
  [21, untouched],
  [23, untouched],
  [26, untouched],
  [700, floating('1e6')],
  [701, floating('1e15')],
  [1042, disarmed((column) => `textin(bpcharout(${column}))`)],
  [1082, finite(asText)],
  [1083, untouched],
  [1114, finite(asText)],
  [1184, zonedText],
  [1266, (column) => withFullOffset(asText(column))],
  [1700, anyNumeric],
  [2278, untouched],
  [2950, untouched],
]);

/** The expression that shows a column in CSV as our own CSV writer shows its cells, given the column's quoted name. */
export function csvExpression(field: FieldDef, column: string): string {
  const { dataTypeID, dataTypeModifier } = field;
  if (dataTypeID === 1700 && isPlainNumeric(dataTypeModifier)) return `trim_scale(${column})`;
  return (expressions.get(dataTypeID) ?? disarmed(asText))(column);
}
