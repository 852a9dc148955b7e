import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstLoadGroup } from './first-load.ts';

/** These only define things when imported, but their package.json does not say so: without this all of it is shipped. */
const pureModules = /node_modules\/@rc-component\/|\/packages\/contract\//;

export default defineConfig(({ command }) => {
  // A build started from a test run inherits NODE_ENV=test, which would ship React's slow and large development files.
  // biome-ignore lint/plugin: it sets the mode of the build, it reads no setting
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    plugins: [react()],
    build: {
      target: 'es2023',
      // The list of what each page should load beforehand would be the largest part of our own code in the first file.
      modulePreload: {
        resolveDependencies: (_file, needed, { hostType }) =>
          hostType === 'html' ? needed : needed.filter((name) => name.endsWith('.css')),
      },
      chunkSizeWarningLimit: 700,
      // Inlined files would be data: URLs, which the Content-Security-Policy refuses for fonts and scripts.
      assetsInlineLimit: 0,
      rolldownOptions: {
        treeshake: { moduleSideEffects: (id) => !pureModules.test(id) },
        output: {
          codeSplitting: {
            groups: [{ name: firstLoadGroup }],
          },
        },
      },
    },
    server: { proxy: { '/api': { target: 'http://127.0.0.1:8000', ws: true } } },
  };
});
