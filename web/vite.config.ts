import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** These only define things when imported, but their package.json does not say so: without this all of it is shipped. */
const pureModules = /node_modules\/@rc-component\/|\/packages\/contract\//;

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 700,
    // Inlined files would be data: URLs, which the Content-Security-Policy refuses for fonts and scripts.
    assetsInlineLimit: 0,
    rolldownOptions: { treeshake: { moduleSideEffects: (id) => !pureModules.test(id) } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
});
