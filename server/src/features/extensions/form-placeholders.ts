const marks = /\{\{([^{}]{1,500})\}\}/g;
const choice = /^('[^']*'|"[^"]*"|[\w.]+) if (.+?) else ('[^']*'|"[^"]*"|[\w.]+)$/;
const withDefault = /^(.+?)\s*(?:\|\s*default\(\s*|\bor\b\s*)(.+?)\)?$/;
const comparison = /^(.+?)\s*(==|!=)\s*(.+)$/;
const getter = /^config\.get\(\s*['"]([^'"]+)['"]\s*(?:,\s*(.+?))?\s*\)$/;
const member = /^config(?:\.([\w.-]+)|\[['"]([^'"]+)['"]\])$/;

/**
 * Fills in the placeholders of an original's form: `{{ config.x }}`, `{{ config.get('x', 1) }}` and
 * `{{ 'selected' if config.mode == 'auto' else '' }}`. One that it does not know becomes nothing.
 */
export function fillPlaceholders(template: string, config: Record<string, unknown>): string {
  return template.replace(marks, (_, expression: string) =>
    escapeHtml(shown(evaluate(expression.trim(), config))),
  );
}

function evaluate(expression: string, config: Record<string, unknown>): unknown {
  const chosen = choice.exec(expression);
  if (chosen) {
    const [, yes, condition, no] = chosen as unknown as [string, string, string, string];
    return evaluate(isTrue(condition, config) ? yes : no, config);
  }
  const got = getter.exec(expression);
  if (got)
    return memberOf(config, got[1] as string) ?? (got[2] === undefined ? '' : evaluate(got[2], config));
  const named = member.exec(expression);
  if (named) return memberOf(config, (named[1] ?? named[2]) as string);
  const fallback = withDefault.exec(expression);
  if (fallback) return evaluate(fallback[1] as string, config) || evaluate(fallback[2] as string, config);
  return literal(expression);
}

function isTrue(condition: string, config: Record<string, unknown>): boolean {
  const negated = /^not\s+(.+)$/.exec(condition);
  if (negated) return !isTrue(negated[1] as string, config);
  const compared = comparison.exec(condition);
  if (!compared) return Boolean(evaluate(condition, config));
  const [, left, sign, right] = compared as unknown as [string, string, string, string];
  const same = shown(evaluate(left.trim(), config)) === shown(evaluate(right.trim(), config));
  return sign === '==' ? same : !same;
}

function literal(text: string): unknown {
  const quoted = /^'([^']*)'$|^"([^"]*)"$/.exec(text);
  if (quoted) return quoted[1] ?? quoted[2];
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : '';
}

/** `a.b` inside `{a: {b}}`, or the field whose name holds the dot. */
function memberOf(config: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(config, path)) return config[path];
  let value: unknown = config;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}
