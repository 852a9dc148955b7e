import {
  autocompletion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, StreamLanguage } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import type { RuleProblem, RuleWord } from '@sextant/contract/classification';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTextIn } from '../../../lib/texts.ts';
import { diagnosticsExtension, showDiagnostics } from '../../../ui/sql-editor/diagnostics.ts';
import { editorLook } from '../../../ui/sql-editor/editor-look.ts';

export interface RuleEditorProps {
  value: string;
  words: RuleWord[];
  /** Where the expression is wrong; underlined. */
  problem: RuleProblem | null;
  label: string;
  onChange: (value: string) => void;
}

const language = StreamLanguage.define({
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(/^\d+(?:\.\d+)?/)) return 'number';
    const word = stream.match(/^[a-z_]+/i);
    if (!Array.isArray(word)) stream.next();
    return Array.isArray(word) && /^(?:and|or|not|in|like)$/i.test(word[0] ?? '') ? 'keyword' : null;
  },
});

/** The expression of a rule with its words offered while typing. Load it lazily: the editor is a chunk of its own. */
export function RuleEditor(props: RuleEditorProps) {
  const { value, problem } = props;
  const textIn = useTextIn();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ ...props, textIn });
  latest.current = { ...props, textIn };

  useLayoutEffect(() => {
    if (box.current === null) return;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          language,
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          EditorView.lineWrapping,
          autocompletion({ icons: false, override: [(context) => completion(context, latest.current)] }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          editorLook,
          diagnosticsExtension,
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    if (problem === null) return showDiagnostics(editor, []);
    const message = latest.current.textIn(problem.message);
    showDiagnostics(editor, [{ ...spanOf(problem, editor.state.doc.length), severity: 'error', message }]);
  }, [problem]);

  return <div ref={box} />;
}

/** At the end of the text there is nothing to underline, so the last character is. */
function spanOf({ from, to }: RuleProblem, length: number): { from: number; to: number } {
  const end = Math.min(Math.max(to, from + 1), length);
  return { from: Math.max(0, Math.min(from, end - 1)), to: end };
}

function completion(
  context: CompletionContext,
  { words, textIn }: RuleEditorProps & { textIn: (text: RuleWord['text']) => string },
) {
  const quoted = context.matchBefore(/\b(\w+)\s*(?:=|!=|in\s*\(.*,?|\()\s*"[^"]*/);
  if (quoted !== null) return valueCompletion(context, quoted.text, words);
  const typed = context.matchBefore(/\w+/);
  if (typed === null && !context.explicit) return null;
  return {
    from: typed?.from ?? context.pos,
    options: words.map(({ word, insert, text }) => ({
      label: word,
      detail: textIn(text),
      apply: insert.trim(),
    })),
    validFor: /^\w*$/,
  };
}

function valueCompletion(context: CompletionContext, text: string, words: RuleWord[]) {
  const name = /^\w+/.exec(text)?.[0];
  const values = words.find(({ word }) => word === name)?.values;
  if (values === undefined) return null;
  const from = context.pos - (text.length - text.lastIndexOf('"') - 1);
  return { from, options: values.map((value) => ({ label: value })), validFor: /^[^"]*$/ };
}
