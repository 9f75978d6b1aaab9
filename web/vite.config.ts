import { fileURLToPath } from 'node:url'
import { cloudflare } from '@cloudflare/vite-plugin'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Without these the Cloudflare tools try the network at every start.
process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false'
process.env.WRANGLER_SEND_METRICS ??= 'false'

const fromTop = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

export default defineConfig({
  root: fromTop('web'),
  publicDir: fromTop('web/public'),
  environments: { pavane: { build: { minify: true } } },
  build: { outDir: fromTop('dist'), emptyOutDir: true, assetsInlineLimit: 0 },
  plugins: [
    react(),
    tailwindcss(),
    cloudflare({
      configPath: fromTop('wrangler.toml'),
      persistState: { path: process.env.PAVANE_STATE ?? fromTop('.pavane/dev') },
    }),
  ],
  server: { host: '127.0.0.1', port: Number(process.env.PORT ?? 8787), strictPort: true },
})
