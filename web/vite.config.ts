import { fileURLToPath } from 'node:url'
import { cloudflare } from '@cloudflare/vite-plugin'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Without these the Cloudflare tools try the network at every start.
process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false'
process.env.WRANGLER_SEND_METRICS ??= 'false'

const fromTop = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const environment = process.env

/** What `npm run dev` tells the Worker, as `npm start` does through workerd's configuration: its settings, and nothing else of ours. */
const localVars = Object.fromEntries(
  Object.entries(environment).flatMap(([name, value = '']) =>
    name.startsWith('PAVANE_') ? [[name, value]] : [],
  ),
)

export default defineConfig(({ command }) => ({
  root: fromTop('web'),
  publicDir: fromTop('web/public'),
  environments: { pavane: { build: { minify: true, chunkSizeWarningLimit: 3000 } } },
  build: { outDir: fromTop('dist'), emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  plugins: [
    react(),
    tailwindcss(),
    cloudflare({
      configPath: fromTop('wrangler.toml'),
      persistState: { path: `${environment.PAVANE_STATE ?? fromTop('.pavane')}/state` },
      inspectorPort: false,
      // Only for the dev server: a build would write the token into its output.
      config: command === 'serve' ? { vars: localVars } : {},
    }),
  ],
  server: { host: '127.0.0.1', port: Number(environment.PORT ?? 8787), strictPort: true },
}))
