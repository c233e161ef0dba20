import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.ts';

const API = process.env['API_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [compressAssets()],
  oxc: { jsx: { importSource: 'preact' } },
  build: {
    outDir: '../.build/www',
    emptyOutDir: true,
    target: 'es2022',
    // Every asset is a separate file: the page's policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // `vite` serves the page from its sources, with an API that runs elsewhere.
  server: {
    proxy: Object.fromEntries(
      [
        ...['/config.json', '/signed-url', '/s3', '/metadata', '/videos'],
        ...['/owner', '/sign-in', '/sign-out', '/ticket'],
      ].map((path) => [path, API]),
    ),
  },
});
