import { defineConfig } from "vitest/config";

const ENTRY = "src/index.ts";

/**
 * Reproducible build of the entry, whose name stays, and of chunks: what each dashboard loads, and
 * what is loaded when it is used. No chunk imports the entry, which would load it twice: its
 * address ends in a version.
 */
export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../custom_components/cloudprint/frontend",
    emptyOutDir: false,
    // Without Vite's code for preloading.
    lib: { entry: ENTRY, formats: ["es"] },
    license: { fileName: "THIRD_PARTY_NOTICES.md" },
    rolldownOptions: {
      output: {
        entryFileNames: "cloudprint-card.js",
        chunkFileNames: "chunks/[name]-[hash].js",
        hashCharacters: "hex",
        minify: true,
        codeSplitting: {
          groups: [{ name: "card", tags: ["$initial"], test: (id) => !id.endsWith(ENTRY) }],
        },
      },
    },
    reportCompressedSize: false,
  },
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
  },
});
