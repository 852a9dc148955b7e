import type { GlossaryInUse } from '../knowledge/glossary.service.ts';

const maxTerms = 200;
const maxGlossary = 8_000;
const maxExamples = 8_000;
const maxText = 300;
const maxSql = 2_000;

/** What people explained of a connection as a prompt shows it: terms, then questions with the SQL found right. */
export function knowledgeText(
  terms: GlossaryInUse['terms'],
  examples: readonly { question: string; sql: string }[],
): string {
  const parts: string[] = [];
  const lines = within(maxGlossary, terms.slice(0, maxTerms).map(termLine));
  if (lines.length > 0) parts.push(['Terms:', ...lines].join('\n'));
  const known = within(
    maxExamples,
    examples.map(({ question, sql }) => `Q: ${quoted(question, maxText)}\nSQL: ${quoted(sql, maxSql)}`),
  );
  if (known.length > 0) parts.push(['Questions that were answered right:', ...known].join('\n'));
  return withoutTags(parts.join('\n\n')) || '(nothing)';
}

/** The terms that a question uses and those it does not. */
export function termsAsked(
  question: string,
  terms: GlossaryInUse['terms'],
): { asked: GlossaryInUse['terms']; others: GlossaryInUse['terms'] } {
  const asked = question.toLowerCase();
  const occurs = ({ term, synonyms }: GlossaryInUse['terms'][number]) =>
    [term, ...synonyms].some((word) => asked.includes(word.toLowerCase()));
  return { asked: terms.filter(occurs), others: terms.filter((term) => !occurs(term)) };
}

function termLine({ term, synonyms, kind, meaning, description }: GlossaryInUse['terms'][number]): string {
  const names = [term, ...synonyms].map((name) => quoted(name, 80)).join(' / ');
  const note = description === '' ? '' : ` -- ${quoted(description, maxText)}`;
  return `- ${kind ?? 'alias'} ${names} means ${quoted(meaning, maxText)}${note}`;
}

/** One line, cut and in quotes, so that a text stays a text. */
function quoted(text: string, limit: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return JSON.stringify(line.length > limit ? `${line.slice(0, limit)}…` : line);
}

function within(limit: number, lines: readonly string[]): string[] {
  let length = 0;
  return lines.filter((line) => {
    length += line.length;
    return length <= limit;
  });
}

/** No explanation opens or closes a tag of the prompt. */
function withoutTags(text: string): string {
  return text.replace(/<(?=\s*\/?\s*[a-z])/gi, '‹');
}
