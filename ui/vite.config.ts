import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin, type UserConfig } from 'vite'
import vuetify from 'vite-plugin-vuetify'
import { namedByContent, portalShell } from './build/shell.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Beside each file that is text and not tiny, the same compressed: the core serves what the browser takes. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [fileName, output] of Object.entries(bundle)) {
          if (!/\.(?:js|css|html|svg|json|webmanifest)$/.test(fileName)) continue
          const source = Buffer.from(output.type === 'chunk' ? output.code : output.source)
          if (source.length < 1024) continue
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source) })
          const brotli = brotliCompressSync(source)
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotli })
        }
      },
    },
  }
}

/** How any page of ours is built, one of a test too. */
export const page = {
  plugins: [vue(), vuetify({ autoImport: true })],
  resolve: {
    alias: {
      // JSON Forms makes an ajv of its own, which compiles code: the content security policy forbids that.
      ajv: here('./admin/forms/interpreter.ts'),
      'ajv-formats': here('./admin/forms/formats.ts'),
    },
  },
  build: {
    target: 'es2022',
    emptyOutDir: true,
    // Inline scripts are forbidden; every browser that is supported preloads modules by itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
} satisfies UserConfig

export default defineConfig({
  ...page,
  root: here('.'),
  plugins: [...page.plugins, portalShell({ publicDir: here('./public') }), compressed()],
  build: {
    ...page.build,
    outDir: 'dist',
    rollupOptions: {
      input: {
        admin: here('./index.html'),
        portal: here('./portal/index.html'),
        'portal-worker': here('./portal/pwa/worker.ts'),
      },
      output: { entryFileNames: namedByContent },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
})
