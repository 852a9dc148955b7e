import type { Provider } from '@sextant/contract/models';
import type { LanguageModel as SdkModel } from 'ai';

export type ExternalProvider = Exclude<Provider, 'builtin'>;

/** How to reach one language model. */
export interface ModelSettings {
  provider: ExternalProvider;
  modelId: string;
  /** Null means the provider's own address. */
  baseUrl: string | null;
  apiKey: string | null;
}

const providerAddresses: Record<ExternalProvider, string | null> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  deepseek: 'https://api.deepseek.com/v1',
  ollama: 'http://127.0.0.1:11434/v1',
  custom: null,
};

const keyNeeded = new Set<ExternalProvider>(['openai', 'anthropic', 'deepseek']);

export function needsKey(provider: ExternalProvider): boolean {
  return keyNeeded.has(provider);
}

/** The address that is called; a bare host gets `/v1`. Null when a custom provider has no address. */
export function addressOf(settings: Pick<ModelSettings, 'provider' | 'baseUrl'>): string | null {
  if (settings.baseUrl === null) return providerAddresses[settings.provider];
  const url = new URL(settings.baseUrl);
  if (url.pathname === '/') url.pathname = '/v1';
  return url.href.replace(/\/$/, '');
}

/** The SDK's model. The SDK is loaded here and not at start, since many installations have no model. */
export async function openProviderModel(
  settings: ModelSettings,
  fetch: typeof globalThis.fetch,
  { tellUsage }: { tellUsage: boolean },
): Promise<SdkModel> {
  const baseURL = addressOf(settings) ?? '';
  const { modelId, apiKey } = settings;
  // An absent key would make the SDK look for one in the environment.
  const key = apiKey ?? 'none';
  if (settings.provider === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ baseURL, apiKey: key, fetch })(modelId);
  }
  if (settings.provider === 'openai') {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI({ baseURL, apiKey: key, fetch }).chat(modelId);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  return createOpenAICompatible({
    baseURL,
    name: settings.provider,
    fetch,
    includeUsage: tellUsage,
    ...(apiKey !== null && { apiKey }),
  }).chatModel(modelId);
}
