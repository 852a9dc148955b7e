import type { Person } from '@sextant/contract/room-messages';

export const everybody = 'all';
const everybodyWords = ['all', '所有人', 'everyone'];
const assistantWord = 'sextant';
/** Each `@` is compared with every name of a room, and a text may consist of them. */
const mostLookedAt = 200;

/**
 * Who a text mentions: the longest user name or display name of a member behind each `@`, so that no space is
 * needed after a name; `all` stands for everybody.
 */
export function findMentions(content: string, members: readonly Person[]): string[] {
  const names = [
    ...members.flatMap(({ id, username, display_name }) => [
      { name: username.toLowerCase(), id },
      { name: display_name.toLowerCase(), id },
    ]),
    ...everybodyWords.map((name) => ({ name, id: everybody })),
  ]
    .filter(({ name }) => name !== '')
    .sort((one, other) => other.name.length - one.name.length);
  const found = new Set<string>();
  const text = content.toLowerCase();
  let at = text.indexOf('@');
  for (let count = 0; at !== -1 && count < mostLookedAt; count += 1, at = text.indexOf('@', at + 1)) {
    const named = names.find(({ name }) => text.startsWith(name, at + 1) && endsThere(text, at + 1, name));
    if (named) found.add(named.id);
  }
  return [...found];
}

/** A Latin name ends where its word does: `@ann` does not mention in `@anna`. */
function endsThere(text: string, at: number, name: string): boolean {
  const isLatin = (character: string | undefined) => character !== undefined && /[\w-]/.test(character);
  return !(isLatin(name.at(-1)) && isLatin(text[at + name.length]));
}

/** The question of `@sextant …`; null when the text does not begin so, empty when nothing is asked. */
export function readQuestion(content: string): string | null {
  const text = content.trimStart();
  if (!text.toLowerCase().startsWith(`@${assistantWord}`)) return null;
  if (!endsThere(text, 1, assistantWord)) return null;
  return text
    .slice(assistantWord.length + 1)
    .replace(/^[\s,，:：、]+/, '')
    .trim();
}
