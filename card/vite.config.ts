import { defineConfig } from "vitest/config";

const ENTRIES = { "cloudprint-card": "src/index.ts", "cloudprint-panel": "src/panel.ts" };

/**
 * Reproducible build of the entries of card and panel, whose names stay, and of chunks: what each
 * dashboard loads, and what is loaded when it is used. No chunk imports an entry, which would load
 * it twice: the card's address ends in a version.
 */
export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../custom_components/cloudprint/frontend",
    emptyOutDir: false,
    // Without Vite's code for preloading.
    lib: { entry: ENTRIES, formats: ["es"] },
    license: { fileName: "THIRD_PARTY_NOTICES.md" },
    rolldownOptions: {
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        hashCharacters: "hex",
        minify: true,
        codeSplitting: {
          groups: [
            {
              name: "card",
              tags: ["$initial"],
              test: (id) => !Object.values(ENTRIES).some((entry) => id.endsWith(entry)),
            },
          ],
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
