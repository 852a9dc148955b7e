import { type PromptName, promptNameSchema } from '@sextant/contract/prompts';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { builtinPrompts, promptPlaceholders } from './builtin-prompts.ts';
import type { PromptsRepository } from './prompts.repository.ts';

export interface PromptInUse {
  name: PromptName;
  content: string;
  /** 0 is the built-in text as long as nobody changed it. */
  version: number;
  isDefault: boolean;
  updatedAt: string | null;
}

/** The texts that language models get: built in, changed by administrators, every version kept. */
export function createPromptsService(deps: { prompts: PromptsRepository; events: EventBus; audit: Audit }) {
  const { prompts, events, audit } = deps;

  async function get(name: PromptName): Promise<PromptInUse> {
    const row = await prompts.latest(name);
    return {
      name,
      content: row?.content ?? builtinPrompts[name],
      version: row?.version ?? 0,
      isDefault: (row?.content ?? null) === null,
      updatedAt: row?.created_at ?? null,
    };
  }

  async function add(
    principal: Principal,
    changes: { name: PromptName; content: string | null }[],
    action: string,
  ): Promise<void> {
    await prompts.add(changes, principal.username);
    await events.publish('prompt.changed', {});
    const names = changes.map(({ name }) => name);
    await audit.record(principal, { action, objectType: 'prompt', objectId: null, details: { names } });
  }

  return {
    get,
    list: (): Promise<PromptInUse[]> => Promise.all(promptNameSchema.options.map(get)),
    versions: prompts.versions,

    async update(principal: Principal, changes: { name: PromptName; content: string }[]): Promise<void> {
      for (const { name, content } of changes) checkPlaceholders(name, content);
      await add(principal, changes, 'prompt.updated');
    },

    /** Puts the built-in text back for one prompt or all; a prompt that has it already gets no new version. */
    async reset(principal: Principal, name: PromptName | undefined): Promise<void> {
      const names = name === undefined ? promptNameSchema.options : [name];
      const current = await Promise.all(names.map(get));
      const changed = current.filter((prompt) => !prompt.isDefault);
      if (changed.length === 0) return;
      await add(
        principal,
        changed.map((prompt) => ({ name: prompt.name, content: null })),
        'prompt.reset',
      );
    },
  };
}

export type PromptsService = ReturnType<typeof createPromptsService>;

const placeholder = /\{([a-z_]+)\}/g;

function checkPlaceholders(name: PromptName, content: string): void {
  const { allowed, required } = promptPlaceholders[name];
  const used = new Set([...content.matchAll(placeholder)].map(([, word = '']) => word));
  const unknown = [...used].find((word) => !allowed.includes(word));
  if (unknown !== undefined) {
    throw invalid(`prompts.${name}`, {
      zh: `没有占位符 {${unknown}}，可用：${braced(allowed)}`,
      en: `There is no placeholder {${unknown}}; available: ${braced(allowed)}`,
    });
  }
  const missing = required.find((word) => !used.has(word));
  if (missing !== undefined) {
    throw invalid(`prompts.${name}`, {
      zh: `缺少占位符 {${missing}}，没有它模型看不到这部分内容`,
      en: `The placeholder {${missing}} is missing; without it the model does not see that part`,
    });
  }
}

function braced(words: string[]): string {
  return words.map((word) => `{${word}}`).join(', ');
}

/** Fills the placeholders of a prompt in one pass: braces inside a filled-in value stay as they are. */
export function fillPrompt(content: string, values: Record<string, string>): string {
  return content.replace(placeholder, (whole, word: string) => values[word] ?? whole);
}
