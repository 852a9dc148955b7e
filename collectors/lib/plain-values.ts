import type { ScriptRow, ScriptValue } from '@sextant/contract/collector';

type Records = Record<string, string>[];

const numeric = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const truths: Record<string, boolean> = { true: true, false: false };

/**
 * Gives the texts of a file the values that they stand for. A column is numbers or truths when everything in the first
 * records of it is; codes with leading zeros and numbers that a double would not keep stay text, nothing is null.
 */
export function createPlainValues(): (records: Records) => ScriptRow[] {
  let readers: Map<string, (text: string) => ScriptValue> | null = null;
  return (records) => {
    readers ??= new Map(Object.keys(records[0] ?? {}).map((name) => [name, readerFor(records, name)]));
    const known = readers;
    return records.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([name, text]) => [
          name,
          text === '' ? null : (known.get(name)?.(text) ?? text),
        ]),
      ),
    );
  };
}

function readerFor(records: Records, name: string): (text: string) => ScriptValue {
  const texts = records.map((record) => record[name] ?? '').filter((text) => text !== '');
  if (texts.length > 0 && texts.every(isNumber)) return (text) => (isNumber(text) ? Number(text) : text);
  if (texts.length > 0 && texts.every((text) => text.toLowerCase() in truths)) {
    return (text) => truths[text.toLowerCase()] ?? text;
  }
  return (text) => text;
}

function isNumber(text: string): boolean {
  return numeric.test(text) && text.replace(/\D/g, '').length <= 15;
}
