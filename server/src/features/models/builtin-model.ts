import type { Text } from '@sextant/contract/text';

/** The product's own engine in the list of models: one fixed id on every installation. */
export const builtinModel = {
  id: '5e87a47e-0000-4000-8000-000000000001',
  modelId: 'builtin',
  name: { zh: '内置引擎', en: 'Built-in engine' } satisfies Text,
};

export function namesBuiltin(reference: string): boolean {
  return reference === builtinModel.id || reference === builtinModel.modelId;
}
