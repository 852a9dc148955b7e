import { addOrder, namesTable, operationOf, type Reader, subjectOf } from './draft-reader.ts';

const opensList =
  /[.?!]\s*(?:please\s+)?(?:return|show|list|give(?: me)?|display|report|output|provide)\b(?!\s+also)/;

/** Place in the text where a sentence of its own lists what to show; -1 when there is none. */
function listStart(text: string): number {
  const found = opensList.exec(text);
  return found && !/\balso\b|还|同时/.test(text.slice(found.index, found.index + 25)) ? found.index : -1;
}

function isAfterBy(reader: Reader, at: number): boolean {
  return operationOf(reader.items[at - 1])?.op === 'by';
}

/**
 * `How many cars were sold last week? Return the number of sales and the revenue.` The list says what to show; what
 * the question before it counted is what the list repeats. A column of the question that the list leaves out is a
 * condition that nobody read.
 */
export function readListSentence(reader: Reader): void {
  const { draft, text, items } = reader;
  const start = listStart(text);
  if (start < 0) return;
  const isListed = (at: number) => (items[at]?.start ?? 0) > start;
  if (draft.measures.some((measure) => isListed(measure.at))) {
    const ranked = draft.measures.find((measure) => !isListed(measure.at) && isAfterBy(reader, measure.at));
    draft.measures = draft.measures.filter((measure) => isListed(measure.at));
    if (ranked && draft.limit !== null && draft.orders.length === 0)
      addOrder(reader, {
        at: ranked.at,
        subject: subjectOf(null, ranked),
        direction: draft.limitDirection,
        limit: null,
        owner: null,
        isSuperlative: true,
      });
  }
  if (!/^(which|who|what [a-z]+ (have|has|had|are|were|did))\b/.test(text.trim())) return;
  const named = draft.selects.filter((mention) => !namesTable(mention.noun));
  if (!named.some((mention) => isListed(mention.at))) return;
  for (const mention of named) {
    if (isListed(mention.at) || mention.noun === draft.asksWhich) continue;
    const repeated = named.some(
      (other) => isListed(other.at) && other.noun.candidates[0]?.thing === mention.noun.candidates[0]?.thing,
    );
    if (!repeated) draft.unexplained.push(mention.noun);
  }
}
