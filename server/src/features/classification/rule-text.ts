import type { Text } from '@sextant/contract/text';
import { parseRule } from './rule-parser.ts';
import type { Comparison, RuleNode, RuleValue } from './rule-syntax.ts';
import { wordText } from './rule-words.ts';

function quoted(value: RuleValue): string {
  return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
}

function comparisonSource({ field, operator, values }: Comparison): string {
  const listed = values.map(quoted).join(', ');
  return operator.endsWith('in') ? `${field} ${operator} (${listed})` : `${field} ${operator} ${listed}`;
}

/** The expression in its one layout. */
export function formatRule(node: RuleNode): string {
  switch (node.type) {
    case 'or':
      return node.parts.map(formatRule).join(' or ');
    case 'and':
      return node.parts
        .map((part) => (part.type === 'or' ? `(${formatRule(part)})` : formatRule(part)))
        .join(' and ');
    case 'not': {
      const inner = formatRule(node.part);
      return node.part.type === 'and' || node.part.type === 'or' ? `not (${inner})` : `not ${inner}`;
    }
    case 'flag':
      return node.word;
    case 'comparison':
      return comparisonSource(node.comparison);
    case 'known':
      return `known(${node.word})`;
    case 'privilege':
      return `privilege(${[...node.names.map(quoted), ...node.conditions.map(comparisonSource)].join(', ')})`;
    default:
      return `${node.type}(${node.names.map(quoted).join(', ')})`;
  }
}

const operators: Record<Comparison['operator'], Text> = {
  '=': { zh: '是', en: 'is' },
  '!=': { zh: '不是', en: 'is not' },
  '<': { zh: '小于', en: 'is less than' },
  '<=': { zh: '不超过', en: 'is at most' },
  '>': { zh: '大于', en: 'is more than' },
  '>=': { zh: '至少', en: 'is at least' },
  in: { zh: '属于', en: 'is one of' },
  'not in': { zh: '不属于', en: 'is none of' },
  like: { zh: '形如', en: 'is like' },
  'not like': { zh: '不形如', en: 'is unlike' },
};

const short: Record<string, Text> = {
  name: { zh: '账户名', en: 'the name' },
  host: { zh: '主机', en: 'the host' },
  kind: { zh: '类型', en: 'the kind' },
  engine: { zh: '引擎', en: 'the engine' },
  connection: { zh: '实例', en: 'the instance' },
  grade: { zh: '权限等级', en: 'the grade' },
  level: { zh: '层级', en: 'the level' },
  object: { zh: '对象', en: 'the object' },
  via: { zh: '经由', en: 'the role' },
  grantable: { zh: '可转授', en: 'grantable' },
  last_login_days: { zh: '未登录天数', en: 'the days since the last login' },
  password_age_days: { zh: '密码天数', en: 'the age of the password in days' },
  expires_in_days: { zh: '距到期天数', en: 'the days until it expires' },
  age_days: { zh: '发现天数', en: 'the days since it was first seen' },
  privileges: { zh: '权限数', en: 'the number of rights' },
  roles: { zh: '角色数', en: 'the number of roles' },
};

function comparisonText({ field, operator, values }: Comparison): Text {
  const listed = values.map(String).join(', ');
  const word = short[field] ?? { zh: field, en: field };
  return {
    zh: `${word.zh}${operators[operator].zh} ${listed}`,
    en: `${word.en} ${operators[operator].en} ${listed}`,
  };
}

function joined(parts: readonly Text[], zh: string, en: string): Text {
  return { zh: parts.map((part) => part.zh).join(zh), en: parts.map((part) => part.en).join(en) };
}

/** The rule as a sentence. */
export function ruleText(node: RuleNode): Text {
  switch (node.type) {
    case 'or':
      return joined(node.parts.map(ruleText), '，或者', ', or ');
    case 'and':
      return joined(node.parts.map(bracketed), ' 且 ', ' and ');
    case 'not': {
      const inner = bracketed(node.part);
      return { zh: `并非 ${inner.zh}`, en: `not ${inner.en}` };
    }
    case 'flag':
      return wordText(node.word);
    case 'comparison':
      return comparisonText(node.comparison);
    case 'known':
      return {
        zh: `已知${short[node.word]?.zh ?? node.word}`,
        en: `${short[node.word]?.en ?? node.word} is known`,
      };
    case 'privilege': {
      const names = node.names.join(' / ') || '*';
      const within = joined(node.conditions.map(comparisonText), '、', ', ');
      const limits = node.conditions.length > 0;
      return {
        zh: `有权限 ${names}${limits ? `（${within.zh}）` : ''}`,
        en: `has the right ${names}${limits ? ` (${within.en})` : ''}`,
      };
    }
    case 'role':
      return { zh: `拥有角色 ${node.names.join(' / ')}`, en: `holds the role ${node.names.join(' / ')}` };
    case 'capability':
      return { zh: `具备能力 ${node.names.join(' / ')}`, en: `is able to ${node.names.join(' / ')}` };
  }
}

function bracketed(node: RuleNode): Text {
  const text = ruleText(node);
  return node.type === 'or' || node.type === 'and' ? { zh: `（${text.zh}）`, en: `(${text.en})` } : text;
}

/** An expression in its one layout and as a sentence; throws a `RuleError` when it cannot be read. */
export function describeRule(expression: string): { formatted: string; text: Text } {
  const node = parseRule(expression);
  return { formatted: formatRule(node), text: ruleText(node) };
}
