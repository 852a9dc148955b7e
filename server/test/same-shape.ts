/**
 * What a document's example has and an answer lacks: every key, with a value of the same JSON type. An empty list says
 * that a client written for the document reads the answer. Keys beyond the example are told as well.
 */
export function shapeDifferences(example: unknown, answer: unknown, place = 'body'): string[] {
  if (typeOf(example) !== typeOf(answer)) {
    return [`${place} is ${typeOf(answer)} instead of ${typeOf(example)}`];
  }
  if (Array.isArray(example)) return listDifferences(example, answer as unknown[], place);
  if (typeof example !== 'object' || example === null) return [];
  const given = answer as Record<string, unknown>;
  const wanted = example as Record<string, unknown>;
  return [
    ...Object.keys(given)
      .filter((key) => !(key in wanted))
      .map((key) => `${place}.${key} is not in the document`),
    ...Object.entries(wanted).flatMap(([key, value]) =>
      shapeDifferences(value, given[key], `${place}.${key}`),
    ),
  ];
}

/** Items of a list are alike in the documents, but for rows, whose values are compared one by one. */
function listDifferences(example: unknown[], answer: unknown[], place: string): string[] {
  if (example.length > 0 && answer.length === 0) return [`${place} is empty`];
  const isRow = new Set(example.map(typeOf)).size > 1;
  return answer.flatMap((item, index) =>
    shapeDifferences(example[isRow ? index : 0], item, `${place}[${index}]`),
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
