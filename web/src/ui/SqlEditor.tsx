import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  MSSQL,
  MySQL,
  PostgreSQL,
  type SQLDialect,
  SQLite,
  type SQLNamespace,
  StandardSQL,
  sql,
} from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';

const dialects: Record<string, SQLDialect | undefined> = {
  postgresql: PostgreSQL,
  duckdb: PostgreSQL,
  mysql: MySQL,
  mariadb: MySQL,
  sqlite: SQLite,
  mssql: MSSQL,
};

interface Props {
  value: string;
  onChange?: (value: string) => void;
  readOnly?: boolean;
  /** The engine's dialect, for keywords and quoting. */
  dialect?: string;
  /** Tables and their columns, offered while typing. */
  names?: SQLNamespace;
  onRun?: () => void;
  onCancel?: () => void;
  label: string;
  autoFocus?: boolean;
}

/** CodeMirror with SQL. Load it lazily: it is a chunk of its own. */
export function SqlEditor({
  value,
  onChange,
  readOnly = false,
  dialect,
  names,
  onRun,
  onCancel,
  label,
  autoFocus,
}: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onChange, onRun, onCancel });
  latest.current = { onChange, onRun, onCancel };
  const parts = useRef({ language: new Compartment(), access: new Compartment() });
  const start = useRef({ value, label, autoFocus });

  useEffect(() => {
    if (box.current === null) return;
    const { language, access } = parts.current;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: start.current.value,
        extensions: [
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: (target) => {
                  closeCompletion(target);
                  return handled(latest.current.onRun);
                },
              },
              // An open list of completions takes the first Esc.
              {
                key: 'Escape',
                run: (target) => closeCompletion(target) || handled(latest.current.onCancel),
              },
            ]),
          ),
          editing,
          language.of([]),
          access.of([]),
          EditorView.contentAttributes.of({ 'aria-label': start.current.label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    if (start.current.autoFocus) editor.focus();
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const extension = sql({ dialect: dialects[dialect ?? ''] ?? StandardSQL, schema: names });
    view.current?.dispatch({ effects: parts.current.language.reconfigure(extension) });
  }, [dialect, names]);

  useEffect(() => {
    const extension = [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
    view.current?.dispatch({ effects: parts.current.access.reconfigure(extension) });
  }, [readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  return <div ref={box} />;
}

function handled(action: (() => void) | undefined): boolean {
  action?.();
  return action !== undefined;
}

const colors = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--ant-color-link)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--sx-brass)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--ant-purple-7, #531dab)' },
  { tag: tags.comment, color: 'var(--ant-color-text-description)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--ant-green-7, #389e0d)' },
]);

const look = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'transparent', color: 'var(--ant-color-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--sx-mono)', padding: '8px 0', caretColor: 'var(--ant-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--ant-color-text)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'var(--ant-control-item-bg-active-hover) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--ant-color-bg-elevated)',
    color: 'var(--ant-color-text)',
    border: '1px solid var(--ant-color-border)',
    borderRadius: '6px',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--ant-control-item-bg-active)',
    color: 'var(--ant-color-text)',
  },
});

const editing = [
  highlightSpecialChars(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion(),
  EditorView.lineWrapping,
  syntaxHighlighting(colors),
  look,
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
];
