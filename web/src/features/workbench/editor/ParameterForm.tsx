import { useDeferredValue, useMemo } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { flavourOf } from '../../../ui/sql-editor/dialects.ts';
import { parametersIn } from '../../../ui/sql-editor/sql-tokens.ts';
import type { Workbench } from '../use-workbench.ts';
import { workbenchTexts } from '../workbench-texts.ts';
import { parameterAt } from './editor-tabs.ts';
import styles from './ParameterForm.module.css';
import { type Parameter, type ParameterType, parameterTypes } from './parameters.ts';

/** A field for every `:name` of the text; Enter and Ctrl/⌘ + Enter run. Values are kept with the tab. */
export function ParameterForm({ workbench }: { workbench: Workbench }) {
  const t = useTexts(workbenchTexts);
  const { tab, editors, connection } = workbench;
  const text = useDeferredValue(tab.sql);
  const names = useMemo(
    () => parametersIn(text, flavourOf(connection?.driver).dialect),
    [text, connection?.driver],
  );
  if (names.length === 0) return null;
  const change = (name: string, parameter: Parameter) =>
    editors.update(tab.id, { parameters: { ...tab.parameters, [name]: parameter } });
  return (
    <form
      className={styles.form}
      aria-label={t('parameters')}
      onSubmit={(event) => {
        event.preventDefault();
        workbench.run();
      }}
      onKeyDown={(event) => {
        // The editor's own key, on which browsers do not submit.
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        workbench.run();
      }}
    >
      {names.map((name) => {
        const parameter = parameterAt(tab, name);
        return (
          <div key={name} className={styles.field}>
            <label htmlFor={`parameter-${name}`} className={styles.name}>
              :{name}
            </label>
            <ParameterValue
              id={`parameter-${name}`}
              parameter={parameter}
              onChange={(value) => change(name, { ...parameter, value })}
            />
            <select
              aria-label={t('parameterType', { name })}
              value={parameter.type}
              onChange={(event) => change(name, { ...parameter, type: event.target.value as ParameterType })}
            >
              {parameterTypes.map((type) => (
                <option key={type} value={type}>
                  {t(`type_${type}`)}
                </option>
              ))}
            </select>
          </div>
        );
      })}
      <button type="submit" hidden />
    </form>
  );
}

interface ValueProps {
  id: string;
  parameter: Parameter;
  onChange: (value: string) => void;
}

function ParameterValue({ id, parameter: { type, value }, onChange }: ValueProps) {
  const t = useTexts(workbenchTexts);
  if (type === 'boolean') {
    return (
      <select id={id} value={String(value === 'true')} onChange={(event) => onChange(event.target.value)}>
        <option value="true">{t('yes')}</option>
        <option value="false">{t('no')}</option>
      </select>
    );
  }
  return (
    <input
      id={id}
      type={type === 'date' ? 'date' : 'text'}
      inputMode={type === 'number' ? 'decimal' : undefined}
      disabled={type === 'null'}
      value={type === 'null' ? 'NULL' : value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
