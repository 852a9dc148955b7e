import type { Provider } from '@sextant/contract/models';

/** Names that are the same in every language; the others come from the texts. */
export const providerLabels: Partial<Record<Provider, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  deepseek: 'DeepSeek',
  ollama: 'Ollama',
};
