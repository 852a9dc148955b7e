import { countryLines } from './country-words.ts';
import { everydayLines } from './everyday-values.ts';
import { labelLines } from './label-words.ts';
import { placeLines } from './place-words.ts';

let groups: Map<string, string[]> | null = null;

function load(): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const line of `${countryLines}${everydayLines}${placeLines}${labelLines}`.split('\n')) {
    const words = line
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => word.replaceAll('_', ' '));
    for (const word of words)
      map.set(word, [...(map.get(word) ?? []), ...words.filter((other) => other !== word)]);
  }
  return map;
}

let countries: Set<string> | null = null;

/** Whether the value is the name of a country in one of its usual forms. */
export function isCountryName(value: string): boolean {
  countries ??= new Set(countryLines.split(/\s+/).map((word) => word.replaceAll('_', ' ')));
  return countries.has(value.trim().toLowerCase());
}

/** Other words for a normalised value, such as `china` for 中国; empty when none is known. */
export function aliasesOf(value: string): string[] {
  groups ??= load();
  return groups.get(value) ?? [];
}
