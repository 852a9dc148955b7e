import type { Privilege } from '@sextant/contract/accounts';
import type { AccountFacts } from '@sextant/engines/account-facts';
import { parseRule } from './rule-parser.ts';
import type { Comparison, RuleNode, RuleValue } from './rule-syntax.ts';

/** What a rule is asked about: an account in its place at a moment. */
export interface RuleSubject {
  facts: AccountFacts;
  engine: string;
  connection: string;
  firstSeenAt?: string;
}

export interface CompiledRule {
  matches(subject: RuleSubject, now: number): boolean;
  /** The parts of the rule that held, with what made them true; for an account that matches. */
  reasons(subject: RuleSubject, now: number): string[];
}

type Test = (subject: RuleSubject, now: number, reasons: string[] | null) => boolean;

const dayMs = 86_400_000;
const namedRights = 3;

function daysSince(time: string | null | undefined, now: number): number | null {
  return time ? Math.floor((now - Date.parse(time)) / dayMs) : null;
}

const texts: Record<string, (subject: RuleSubject) => string | null> = {
  name: ({ facts }) => facts.name,
  host: ({ facts }) => facts.host,
  kind: ({ facts }) => facts.kind,
  engine: ({ engine }) => engine,
  connection: ({ connection }) => connection,
  grade: ({ facts }) => facts.grade,
};

const numbers: Record<string, (subject: RuleSubject, now: number) => number | null> = {
  last_login_days: ({ facts }, now) => daysSince(facts.last_login_at, now),
  password_age_days: ({ facts }, now) => daysSince(facts.password_changed_at, now),
  expires_in_days: ({ facts }, now) =>
    facts.expires_at === null ? null : Math.floor((Date.parse(facts.expires_at) - now) / dayMs),
  age_days: ({ firstSeenAt }, now) => daysSince(firstSeenAt, now),
  privileges: ({ facts }) => facts.privileges.length,
  roles: ({ facts }) => facts.roles.length,
};

const flags: Record<string, (subject: RuleSubject, now: number) => boolean> = {
  superuser: ({ facts }) => facts.is_superuser,
  locked: ({ facts }) => facts.is_locked,
  can_login: ({ facts }) => facts.can_login,
  system: ({ facts }) => facts.is_system,
  expired: ({ facts }, now) =>
    facts.attributes.password_expired === true ||
    (facts.expires_at !== null && Date.parse(facts.expires_at) <= now),
  can_grant: ({ facts }) => facts.capabilities.includes('GRANT'),
  everyone: () => true,
};

type LikePart = { kind: 'any' } | { kind: 'one' } | { kind: 'letter'; letter: string };

const letters = (text: string): string[] => [...text.toLowerCase()];

function likeParts(pattern: string): LikePart[] {
  const parts: LikePart[] = [];
  for (const [part, escaped] of pattern.matchAll(/\\(.)|./gsu)) {
    if (escaped === undefined && part === '%') parts.push({ kind: 'any' });
    else if (escaped === undefined && part === '_') parts.push({ kind: 'one' });
    else parts.push(...letters(escaped ?? part).map((letter) => ({ kind: 'letter' as const, letter })));
  }
  return parts;
}

/**
 * `%` stands for any characters, `_` for one, `\` takes that away; case does not matter. Only the last `%` is ever
 * tried again, so that no pattern takes longer than its length times that of the text: a regular expression would.
 */
function likeTest(pattern: string): (text: string) => boolean {
  const parts = likeParts(pattern);
  return (text) => {
    const given = letters(text);
    let at = 0;
    let part = 0;
    let retry: { part: number; at: number } | null = null;
    while (at < given.length) {
      const wanted = parts[part];
      if (wanted?.kind === 'any') {
        retry = { part, at };
        part += 1;
      } else if (wanted && (wanted.kind === 'one' || wanted.letter === given[at])) {
        part += 1;
        at += 1;
      } else if (retry) {
        retry = { part: retry.part, at: retry.at + 1 };
        part = retry.part + 1;
        at = retry.at;
      } else return false;
    }
    return parts.slice(part).every(({ kind }) => kind === 'any');
  };
}

/** Whether a text fits; one that is not known fits nothing, and is unlike everything. */
function textTest({ operator, values }: Comparison): (text: string | null) => boolean {
  const wanted = new Set(values.map((value) => String(value).toLowerCase()));
  const isIn = (text: string | null) => wanted.has((text ?? '').toLowerCase());
  if (operator === '=' || operator === 'in') return isIn;
  if (operator === '!=' || operator === 'not in') return (text) => !isIn(text);
  const isLike = likeTest(String(values[0]));
  const fits = (text: string | null) => isLike(text ?? '');
  return operator === 'like' ? fits : (text) => !fits(text);
}

const orders: Record<string, (left: number, right: number) => boolean> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** What is not known is neither more nor less nor other than anything. */
function numberTest({ operator, values }: Comparison): (value: number | null) => boolean {
  const wanted = values.map(Number);
  if (operator === 'in') return (value) => value !== null && wanted.includes(value);
  if (operator === 'not in') return (value) => value !== null && !wanted.includes(value);
  const [right = 0] = wanted;
  const compare = orders[operator] ?? (() => false);
  return (value) => value !== null && compare(value, right);
}

const privilegeTexts: Record<string, (privilege: Privilege) => string | null> = {
  level: ({ level }) => level,
  object: ({ object }) => object,
  name: ({ privilege }) => privilege,
  via: ({ via }) => via,
  grantable: ({ grantable }) => (grantable ? 'yes' : 'no'),
};

function privilegeTest(
  names: readonly string[],
  conditions: readonly Comparison[],
): (one: Privilege) => boolean {
  const wanted = new Set(names);
  const tests = conditions.map((condition) => {
    const read = privilegeTexts[condition.field] ?? (() => null);
    const fits = textTest(condition);
    return (privilege: Privilege) => fits(read(privilege));
  });
  return (one) => (wanted.size === 0 || wanted.has(one.privilege)) && tests.every((fits) => fits(one));
}

function rightText({ privilege, object, via }: Privilege): string {
  return `${privilege} on ${object ?? '*'}${via === null ? '' : ` via ${via}`}`;
}

function leaf(node: RuleNode, source: string): Test {
  const shown = source.slice(node.from, node.to);
  switch (node.type) {
    case 'flag': {
      const read = flags[node.word] ?? (() => false);
      return (subject, now, reasons) => {
        const held = read(subject, now);
        if (held) reasons?.push(shown);
        return held;
      };
    }
    case 'comparison':
      return comparisonTest(node.comparison, shown);
    case 'known': {
      const read = texts[node.word] ?? numbers[node.word] ?? (() => null);
      return (subject, now, reasons) => {
        const held = read(subject, now) !== null;
        if (held) reasons?.push(shown);
        return held;
      };
    }
    case 'privilege': {
      const fits = privilegeTest(node.names, node.conditions);
      return ({ facts }, _now, reasons) => {
        if (!reasons) return facts.privileges.some(fits);
        const found = facts.privileges.filter(fits);
        if (found.length === 0) return false;
        const more = found.length > namedRights ? `, +${found.length - namedRights}` : '';
        reasons.push(`${shown} ← ${found.slice(0, namedRights).map(rightText).join(', ')}${more}`);
        return true;
      };
    }
    default:
      return namesTest(node as Extract<RuleNode, { type: 'role' | 'capability' }>, shown);
  }
}

function namesTest(node: Extract<RuleNode, { type: 'role' | 'capability' }>, shown: string): Test {
  const wanted = new Set(node.names.map((name) => name.toLowerCase()));
  return ({ facts }, _now, reasons) => {
    const all = node.type === 'role' ? facts.roles.map(({ name }) => name) : facts.capabilities;
    const found = all.filter((name) => wanted.has(name.toLowerCase()));
    if (found.length > 0) reasons?.push(`${shown} ← ${found.join(', ')}`);
    return found.length > 0;
  };
}

function comparisonTest(comparison: Comparison, shown: string): Test {
  const { field } = comparison;
  const readNumber = numbers[field];
  const fitsNumber = numberTest(comparison);
  const readText = texts[field] ?? (() => null);
  const fitsText = readNumber ? null : textTest(comparison);
  return (subject, now, reasons) => {
    const value: RuleValue | null = readNumber ? readNumber(subject, now) : readText(subject);
    const held = fitsText ? fitsText(value as string | null) : fitsNumber(value as number | null);
    if (held) reasons?.push(`${shown} ← ${value ?? '–'}`);
    return held;
  };
}

function testOf(node: RuleNode, source: string): Test {
  if (node.type === 'and' || node.type === 'or') {
    const tests = node.parts.map((part) => testOf(part, source));
    if (node.type === 'and')
      return (subject, now, reasons) => tests.every((test) => test(subject, now, reasons));
    // Of an `or` every part that holds is a reason, not only the first.
    return (subject, now, reasons) => {
      if (!reasons) return tests.some((test) => test(subject, now, null));
      return tests.filter((test) => heldWhole(test, subject, now, reasons)).length > 0;
    };
  }
  if (node.type === 'not') {
    const test = testOf(node.part, source);
    const shown = source.slice(node.from, node.to);
    return (subject, now, reasons) => {
      const held = !test(subject, now, null);
      if (held) reasons?.push(shown);
      return held;
    };
  }
  return leaf(node, source);
}

/** Adds the reasons of a part only when the whole part holds. */
function heldWhole(test: Test, subject: RuleSubject, now: number, reasons: string[]): boolean {
  const own: string[] = [];
  if (!test(subject, now, own)) return false;
  reasons.push(...own);
  return true;
}

/** A rule ready to be asked; throws a `RuleError` when it cannot be read. */
export function compileRule(expression: string): CompiledRule {
  const test = testOf(parseRule(expression), expression);
  return {
    matches: (subject, now) => test(subject, now, null),
    reasons(subject, now) {
      const reasons: string[] = [];
      return heldWhole(test, subject, now, reasons) ? reasons : [];
    },
  };
}
