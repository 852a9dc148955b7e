import { useMemo } from 'react';
import { useExtensionForm, useExtensionName, useScript } from '../collect-queries.ts';
import type { FormParameter } from '../ParameterFields.tsx';
import { hasUnkept, parametersOf } from './extension-parameters.ts';

export interface Target {
  name: string | undefined;
  /** Undefined until known. */
  parameters: readonly FormParameter[] | undefined;
  /** Some of its fields cannot be kept in a task. */
  isPartial: boolean;
  error: Error | null;
}

/** The script or extension that a task runs, with its parameters. */
export function useTarget(type: string, id: string | undefined): Target {
  const isExtension = type === 'extension';
  const script = useScript(type === 'collect' ? id : undefined);
  const form = useExtensionForm(isExtension ? id : undefined);
  const name = useExtensionName(isExtension ? id : undefined);
  const fields = form.data?.fields;
  const ofExtension = useMemo(() => (fields === undefined ? undefined : parametersOf(fields)), [fields]);
  if (isExtension) {
    return {
      name: name.data,
      parameters: ofExtension,
      isPartial: fields !== undefined && hasUnkept(fields),
      error: form.error,
    };
  }
  const known = script.data?.id === id ? script.data : undefined;
  return { name: known?.name, parameters: known?.parameters, isPartial: false, error: script.error };
}
