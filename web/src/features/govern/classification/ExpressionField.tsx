import type { RuleProblem, RuleWord } from '@sextant/contract/classification';
import { Button, Collapse, Tooltip } from 'antd';
import { lazy, Suspense, useEffect } from 'react';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { useRuleCheck, useRuleWords } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';
import styles from './RuleDrawer.module.css';

const RuleEditor = lazy(async () => ({ default: (await import('./RuleEditor.tsx')).RuleEditor }));

interface Props {
  value: string;
  onChange: (value: string) => void;
  /** Told the expression once the server could read it, null while it cannot. */
  onValid: (value: string | null) => void;
}

/** The expression with what the server says of it while it is typed, and the words that it may be made of. */
export function ExpressionField({ value, onChange, onValid }: Props) {
  const t = useTexts(classificationTexts);
  const textIn = useTextIn();
  const asked = useDebounced(value, 300);
  const check = useRuleCheck(asked);
  const words = useRuleWords().data;
  const settled = asked === value && !check.isPlaceholderData && value.trim() !== '';
  const result = settled ? check.data : undefined;
  useEffect(() => {
    if (result !== undefined) onValid(result.valid ? value : null);
  }, [result, value, onValid]);
  const problem = result?.problem ?? null;
  return (
    <section aria-label={t('expression')}>
      <h3 className={styles.heading}>{t('expression')}</h3>
      <div className={styles.editor}>
        {words && (
          <Suspense fallback={<pre>{value}</pre>}>
            <RuleEditor
              value={value}
              words={words.words}
              problem={problem}
              label={t('expression')}
              onChange={onChange}
            />
          </Suspense>
        )}
      </div>
      <div className={styles.verdict} aria-live="polite">
        {value.trim() !== '' && result === undefined && <span className={styles.faint}>{t('checking')}</span>}
        {problem !== null && <Problem problem={problem} />}
        {result?.text && (
          <>
            {t('readsAs', { text: textIn(result.text) })}{' '}
            {result.formatted !== null && result.formatted !== value && (
              <Button size="small" type="link" onClick={() => onChange(result.formatted ?? value)}>
                {t('tidy')}
              </Button>
            )}
          </>
        )}
      </div>
      <Collapse
        size="small"
        ghost
        items={[
          {
            key: 'words',
            label: t('words'),
            children: words && <Words words={words.words} onUse={(word) => onChange(joined(value, word))} />,
          },
          {
            key: 'examples',
            label: t('examples'),
            children: words?.examples.map((example) => (
              <Button key={example} type="link" className={styles.example} onClick={() => onChange(example)}>
                <code>{example}</code>
              </Button>
            )),
          },
        ]}
      />
    </section>
  );
}

function joined(expression: string, word: string): string {
  return expression.trim() === '' ? word.trim() : `${expression.trimEnd()} ${word.trim()}`;
}

function Problem({ problem }: { problem: RuleProblem }) {
  const t = useTexts(classificationTexts);
  const textIn = useTextIn();
  return (
    <div className={styles.wrong} role="alert">
      {textIn(problem.message)}
      {problem.expected.length > 0 && (
        <div className={styles.chips}>
          <span className={styles.faint}>{t('expected')}</span>
          {problem.expected.map((word) => (
            <code key={word}>{word}</code>
          ))}
        </div>
      )}
    </div>
  );
}

function Words({ words, onUse }: { words: RuleWord[]; onUse: (word: string) => void }) {
  const t = useTexts(classificationTexts);
  const textIn = useTextIn();
  return [...Map.groupBy(words, ({ kind }) => kind)].map(([kind, of]) => (
    <div key={kind} className={styles.chips}>
      <span className={styles.faint}>{t(`k_${kind}`)}</span>
      {of.map(({ word, insert, text, values }) => (
        <Tooltip
          key={word}
          title={values === undefined ? textIn(text) : `${textIn(text)}: ${values.join(', ')}`}
        >
          <Button size="small" onClick={() => onUse(insert)}>
            <code>{word}</code>
          </Button>
        </Tooltip>
      ))}
    </div>
  ));
}
